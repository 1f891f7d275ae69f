import { CircleAlert, CircleCheck, Info, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'

/** What a colour means. Colour never speaks alone: an icon and a word go with it. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'danger' | 'accent'

export const toneIcons: Readonly<Record<Tone, Component>> = {
  neutral: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleAlert,
}

/** What the toast host shows; the store of toasts keeps them. */
export interface ToastMessage {
  readonly id: number
  readonly title: string
  readonly text?: string | undefined
  readonly tone: Tone
  readonly durationMs: number
  readonly undo?: () => unknown
  readonly action?: { readonly label: string; readonly run: () => unknown }
}
