import type { Priority } from '../../core/log/change.ts'
import type { TicketAction, TicketCategory, TicketDelivery, TicketLink, TicketSide, TicketState } from '../../ports/ticket-store.ts'
import type { BundleChoice, BundlePreview } from '../../support/bundle/bundles.ts'
import type { SupportSummary } from '../../support/support-summary.ts'
import type { TicketView } from '../../support/ticket-desk.ts'
import type { TicketRequest } from '../../support/ticket-request.ts'

export type {
  TicketAction,
  TicketAttachment,
  TicketCategory,
  TicketEntry,
  TicketLink,
  TicketSide,
  TicketState,
} from '../../ports/ticket-store.ts'
export type { BundlePart } from '../../support/bundle/bundle-parts.ts'
export type { BundleChoice, BundlePreview } from '../../support/bundle/bundles.ts'
export type { ServiceClock, ServiceClocks } from '../../support/service-clock.ts'
export type { SupportSummary } from '../../support/support-summary.ts'
export type { TicketView } from '../../support/ticket-desk.ts'
export type { TicketRequest } from '../../support/ticket-request.ts'

/** A ticket as a list shows it. */
export interface TicketRow extends Omit<TicketView, 'description' | 'entries' | 'attachments'> {
  readonly comments: number
  readonly attachmentCount: number
  /** What became of it on its way to support, the last time; absent when it was never sent. */
  readonly delivery?: TicketDelivery['status']
}

/** One sending of a ticket, without the ticket as it was then. */
export type DeliveryView = Omit<TicketDelivery, 'ticket'> & { readonly ticket: string }

export interface TicketDetail {
  readonly ticket: TicketView
  readonly deliveries: readonly DeliveryView[]
}

/** Where tickets go. What lets us in there is never told. */
export interface SupportEndpointView {
  readonly kind: 'webhook' | 'email'
  /** A host. */
  readonly name: string
}

export type SupportEndpoint =
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string; readonly allowPrivate: boolean }
  | {
      readonly kind: 'email'
      readonly host: string
      readonly port: number
      readonly secure: boolean
      readonly user?: string
      readonly password?: string
      readonly from: string
      readonly to: readonly string[]
    }

export interface TicketRows {
  readonly tickets: readonly TicketRow[]
  readonly matches: number
}

export interface SupportCommands {
  'support.summary': (query: Record<string, never>) => SupportSummary
  /** Any text may be looked for. */
  'support.tickets': (filter: {
    readonly text?: string
    readonly states?: readonly TicketState[]
    readonly priority?: Priority
    readonly category?: TicketCategory
    readonly link?: TicketLink
    readonly from?: number
    readonly limit?: number
  }) => TicketRows
  /** Throws E_TICKET_UNKNOWN, as do all that name one. */
  'support.ticket': (query: { readonly id: string }) => TicketDetail
  /** With parts of a bundle as they were previewed, if wanted. Throws E_TICKET, E_BUNDLE. */
  'support.create': (request: TicketRequest & { readonly bundle?: BundleChoice }) => TicketDetail
  'support.comment': (query: { readonly id: string; readonly text: string; readonly from: TicketSide }) => TicketDetail
  'support.transition': (query: { readonly id: string; readonly action: TicketAction }) => TicketDetail
  'support.prioritize': (query: { readonly id: string; readonly priority: Priority }) => TicketDetail
  'support.link': (query: { readonly id: string; readonly link: TicketLink }) => TicketDetail
  /** Files that the operator chose. Throws E_FILE_NOT_CHOSEN, E_ATTACHMENT. */
  'support.attach': (query: { readonly id: string; readonly file: string }) => TicketDetail
  'support.save-attachment': (query: { readonly id: string; readonly attachment: string; readonly file: string }) => null
  'support.export': (query: { readonly id: string; readonly format: 'markdown' | 'json'; readonly file: string }) => null
  'support.preview-bundle': (query: Record<string, never>) => BundlePreview
  'support.attach-bundle': (query: { readonly id: string; readonly bundle: BundleChoice }) => TicketDetail
  'support.send': (query: { readonly id: string }) => TicketDetail
  /** Throws E_DELIVERY. */
  'support.retry': (query: { readonly id: string; readonly delivery: string }) => TicketDetail
  'support.endpoint': (query: Record<string, never>) => SupportEndpointView | null
  /** Throws E_OPTION for one that will not do; null: nowhere. */
  'support.set-endpoint': (query: { readonly endpoint: SupportEndpoint | null }) => SupportEndpointView | null
}

export interface SupportEvents {
  /** At most four times a second, when something about tickets or deliveries changed. */
  support: SupportSummary
}
