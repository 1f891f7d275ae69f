/** A few answers kept by name, the least recently used let go first; one question for a name at a time. */
export interface RecentAnswers<Answer> {
  /** What is known already, without asking. */
  peek(name: string): Answer | undefined
  /** Known, being asked for, or asked for now. */
  get(name: string): Promise<Answer>
  /** What is known of a name no longer holds, nor does an answer that is on its way. */
  forget(name: string): void
}

export function createRecentAnswers<Answer>(ask: (name: string) => Promise<Answer>, limit = 64): RecentAnswers<Answer> {
  const known = new Map<string, Answer>()
  const asked = new Map<string, Promise<Answer>>()

  function keep(name: string, answer: Answer): void {
    known.delete(name)
    known.set(name, answer)
    for (const oldest of known.keys()) {
      if (known.size <= limit) break
      known.delete(oldest)
    }
  }

  function start(name: string): Promise<Answer> {
    const question = ask(name)
      .then((answer) => {
        if (asked.get(name) === question) keep(name, answer)
        return answer
      })
      .finally(() => asked.get(name) === question && asked.delete(name))
    asked.set(name, question)
    return question
  }

  return {
    peek: (name) => known.get(name),
    async get(name) {
      const answer = known.get(name)
      if (answer === undefined) return asked.get(name) ?? start(name)
      keep(name, answer)
      return answer
    },
    forget(name) {
      known.delete(name)
      asked.delete(name)
    },
  }
}
