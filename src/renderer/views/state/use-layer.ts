import { onScopeDispose } from 'vue'

import { useLayers } from '../../stores/layers.ts'

/** Escape closes the component that calls this, as long as it is there and nothing lies above it. */
export function useLayer(close: () => unknown): void {
  onScopeDispose(useLayers().push(() => void close()))
}
