const focusable = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])'

function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility())
}

const lists = ['[role="grid"][tabindex="0"]', '[role="tree"][tabindex="0"]', '[aria-current]']

/**
 * Puts the focus into a region: on its list or its present place if it has one. A view without a list takes the focus
 * as a whole: landing on whichever button comes first would make a stray Enter press it.
 */
function focusRegion(region: HTMLElement): void {
  const best = region.dataset['region'] === 'main' ? lists : [...lists, focusable]
  const candidates = best.flatMap((selector) => [...region.querySelectorAll<HTMLElement>(selector)])
  const target = candidates.find((element) => element.checkVisibility()) ?? region
  target.focus()
}

/** F6: on to the next region of the frame, or back, around the ends. */
export function focusNextRegion(step: 1 | -1): void {
  const all = regions()
  // A view may have regions within the main one: the innermost that holds the focus counts.
  const present = all.findLastIndex((region) => region.contains(document.activeElement))
  const next = all[(present + step + all.length) % all.length]
  if (next) focusRegion(next)
}

export function focusMain(): void {
  const main = document.querySelector<HTMLElement>('[data-region="main"]')
  if (main) focusRegion(main)
}
