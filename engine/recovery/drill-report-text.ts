import { formatInstant } from '../core/query/instant.ts'
import type { DrillReport } from './verify-backup.ts'

/** A drill as a page for people: what was rehearsed, what came out, and what to do. Markdown. */
export function drillReportText(report: DrillReport, target: string): string {
  const { ok, at, tookMs, objects, bytes, restored, problems } = report
  const behind = restored ? Math.max(0, at - restored.at) : undefined
  return `${[
    `# Restore drill, ${formatInstant(at)}`,
    ok ? '**The backup can be restored.**' : '**The backup has faults: do not rely on it before they are mended.**',
    [
      row('Target', target),
      row('Read', `${objects} objects, ${bytes} bytes, each against its hash and seal`),
      row('Took', `${(tookMs / 1000).toFixed(1)} s, restoring and verifying included`),
      ...(restored
        ? [
            row('Restored', `operation ${restored.seq} of ${formatInstant(restored.at)}, ${restored.documents} documents`),
            row('Newest operation', `${((behind ?? 0) / 1000).toFixed(1)} s before the drill`),
            row('Chain', `\`${restored.chain}\``),
            row('Digest', `\`${restored.digest}\``),
          ]
        : []),
    ].join('\n'),
    ...(problems.length > 0 ? ['## Faults', problems.map((problem) => `- ${problem}`).join('\n')] : []),
    ...(problems.length > 0
      ? [
          '## What to do',
          'Make a new backup at once (`srvra backup`), keep this target as it is for whoever looks into it, and drill again.',
        ]
      : []),
  ].join('\n\n')}\n`
}

function row(name: string, value: string): string {
  return `- ${name}: ${value}`
}
