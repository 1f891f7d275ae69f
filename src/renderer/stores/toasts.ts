import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure } from '../../shared/contract.ts'
import type { ToastMessage, Tone } from '../components/ui/tone.ts'

export interface ToastOptions {
  readonly title: string
  readonly text?: string | undefined
  readonly tone?: Tone
  /** Takes the change back; offered for ten seconds and by Ctrl+Z. */
  readonly undo?: () => unknown
  readonly action?: { readonly label: string; readonly run: () => unknown }
  readonly durationMs?: number
}

export interface Toast extends ToastMessage {
  readonly at: number
}

const keptNotices = 50
const undoMs = 10_000

function durationOf({ durationMs, undo, tone }: ToastOptions): number {
  if (durationMs !== undefined) return durationMs
  if (undo) return undoMs
  return tone === 'danger' ? 15_000 : 5_000
}

/** Short messages about what just happened. Those that went by are kept behind the bell. */
export const useToasts = defineStore('toasts', () => {
  const shown = shallowRef<readonly Toast[]>([])
  const notices = shallowRef<readonly Toast[]>([])
  const unread = ref(0)
  let lastId = 0

  function show(options: ToastOptions): number {
    lastId += 1
    const toast: Toast = {
      ...options,
      id: lastId,
      at: Date.now(),
      durationMs: durationOf(options),
      tone: options.tone ?? 'neutral',
    }
    shown.value = [...shown.value, toast].slice(-4)
    notices.value = [toast, ...notices.value].slice(0, keptNotices)
    if (toast.tone === 'danger' || toast.tone === 'warn') unread.value += 1
    return toast.id
  }

  function failed(title: string, failure: Failure): number {
    return show({ title, text: failure.message, tone: 'danger' })
  }

  function dismiss(id: number): void {
    shown.value = shown.value.filter((toast) => toast.id !== id)
  }

  const undoable = computed(() => shown.value.findLast((toast) => toast.undo))

  async function undo(id: number): Promise<void> {
    const toast = shown.value.find((other) => other.id === id)
    dismiss(id)
    await toast?.undo?.()
  }

  /** Takes the newest change back whose toast is still up. */
  async function undoLast(): Promise<void> {
    if (undoable.value) await undo(undoable.value.id)
  }

  function markRead(): void {
    unread.value = 0
  }

  return { shown, notices, unread, undoable, show, failed, dismiss, undo, undoLast, markRead }
})
