import type { Ticket, TicketEntry } from '../ports/ticket-store.ts'

/** A ticket as a document for people. What somebody typed stands in it as text, and never as a heading or a link of ours. */
export function ticketAsMarkdown(ticket: Ticket): string {
  const { id, title, state, priority, category, createdBy, createdAt, updatedAt, links, attachments, entries } = ticket
  return `${[
    `# ${id}: ${inline(title)}`,
    '',
    `- State: ${state}`,
    `- Priority: ${priority}`,
    `- Category: ${category}`,
    `- Filed: ${instant(createdAt)} by ${inline(createdBy)}`,
    `- Last change: ${instant(updatedAt)}`,
    ...links.map(({ kind, id: target }) => `- About: ${kind} ${inline(target)}`),
    '',
    ...quoted(ticket.description),
    ...(entries.length === 0 ? [] : ['', '## What happened', '', ...entries.flatMap(entryLines)]),
    ...(attachments.length === 0 ? [] : ['', '## Attachments', '']),
    ...attachments.map(
      ({ name, type, sizeBytes, hash }) => `- ${inline(name)} (${type}, ${sizeBytes} bytes, SHA-256 ${hash.slice(0, 16)}…)`,
    ),
  ].join('\n')}\n`
}

/** The whole ticket, without the contents of its attachments. */
export function ticketAsJson(ticket: Ticket): string {
  return `${JSON.stringify(ticket, undefined, 2)}\n`
}

function entryLines(entry: TicketEntry): readonly string[] {
  const head = `- ${instant(entry.at)}, ${inline(entry.by)}`
  if (entry.what === 'comment') {
    const side = entry.from === 'support' ? ' (support)' : ''
    return [`${head}${side}:`, '', ...quoted(entry.text).map((line) => `  ${line}`), '']
  }
  return [`${head}: ${happened(entry)}`]
}

function happened(entry: Exclude<TicketEntry, { what: 'comment' }>): string {
  if (entry.what === 'state') return `${entry.action}, now ${entry.state}`
  if (entry.what === 'priority') return `priority ${entry.priority}`
  if (entry.what === 'attachment') return `attached ${inline(entry.name)}`
  return `linked ${entry.link.kind} ${inline(entry.link.id)}`
}

function quoted(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => `> ${escaped(line)}`)
}

function inline(text: string): string {
  return escaped(text.replaceAll(/\s+/g, ' '))
}

/** A backslash before whatever Markdown or HTML would take for its own. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~&!]/g, String.raw`\$&`).replace(/^(\s*)([-+=]|\d+(?=[.)]))/, String.raw`$1\$2`)
}

function instant(at: number): string {
  return new Date(at).toISOString()
}
