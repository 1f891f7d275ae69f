export { HybridClock } from './hybrid-clock.ts'
export {
  checkClockSkew,
  compareHybridTimes,
  formatHybridTime,
  HLC_ZERO,
  MAX_CLOCK_SKEW_MS,
  parseHybridTime,
  receive,
  tick,
} from './hybrid-logical-clock.ts'
export type { HybridTime } from './hybrid-logical-clock.ts'
