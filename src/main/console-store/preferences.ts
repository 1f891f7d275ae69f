import type { Preferences } from '../../shared/contract.ts'

/** How a console looks before anybody chose anything. */
export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  density: 'default',
  utc: false,
  railCollapsed: false,
  inspectorOpen: true,
  inspectorWidth: 360,
  singleLetterKeys: true,
  shortcuts: {},
  hubPort: 7420,
  conflictNotices: 'urgent',
  alertNotices: { critical: true, warning: true, info: false },
  environment: { name: 'Local', kind: 'development' },
}
