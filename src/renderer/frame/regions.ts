const focusable = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])'

function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility())
}

/** Puts the focus into a region: on its list if it has one, else on the first thing that takes it. */
export function focusRegion(region: HTMLElement): void {
  const list = region.querySelector<HTMLElement>('[role="grid"][tabindex="0"], [role="tree"][tabindex="0"]')
  const target = list ?? [...region.querySelectorAll<HTMLElement>(focusable)].find((element) => element.checkVisibility())
  if (target) target.focus()
  else region.focus()
}

/** F6: on to the next region of the frame, or back, around the ends. */
export function focusNextRegion(step: 1 | -1): void {
  const all = regions()
  const present = all.findIndex((region) => region.contains(document.activeElement))
  const next = all[(present + step + all.length) % all.length]
  if (next) focusRegion(next)
}

export function focusMain(): void {
  const main = document.querySelector<HTMLElement>('[data-region="main"]')
  if (main) focusRegion(main)
}
