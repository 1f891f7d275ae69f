import { Info, OctagonAlert, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'

import type { Severity } from '../../shared/contract.ts'

/** A severity is told by its form too: also of an alert that is quiet, and to who sees no colours. // V-191 */
export const severityIcons: Readonly<Record<Severity, Component>> = { info: Info, warning: TriangleAlert, critical: OctagonAlert }
