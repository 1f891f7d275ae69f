import type { Locator, Page } from '@playwright/test'

/** Metrics as an operator works in it. */
export class MetricsPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  chart(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true })
  }

  get marks(): Locator {
    return this.page.getByRole('region', { name: 'Marks in this span' }).getByRole('listitem')
  }

  state(word: 'Live' | 'Paused'): Locator {
    return this.page.getByRole('main').getByText(word, { exact: true })
  }

  /** The stretch that stands still, as the URL has it. */
  async stretch(): Promise<readonly [from: number, to: number]> {
    const query = new URLSearchParams(new URL(this.page.url()).hash.split('?')[1])
    return [Number(query.get('from')), Number(query.get('to'))]
  }

  async dragOver(title: string, fromShare: number, toShare: number): Promise<void> {
    const box = await this.chart(title).getByRole('img').boundingBox()
    if (!box) throw new Error(`${title} is not drawn.`)
    const y = box.y + box.height / 2
    await this.page.mouse.move(box.x + box.width * fromShare, y)
    await this.page.mouse.down()
    await this.page.mouse.move(box.x + box.width * ((fromShare + toShare) / 2), y, { steps: 5 })
    await this.page.mouse.move(box.x + box.width * toShare, y, { steps: 5 })
    await this.page.mouse.up()
  }
}
