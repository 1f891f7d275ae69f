import { SrvraError } from '../core/errors.ts'

/**
 * Refuses a process in which nobody's certificate is checked: whoever sits between two ends could read and write everything.
 * Throws E_TLS_UNCHECKED.
 */
export function assertCertificatesChecked(env: Readonly<Record<string, string | undefined>>): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  const message =
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the checks of certificates off for all of this process: unset it. Trust a certificate of your own by --ca, or by the option ca.'
  throw new SrvraError('E_TLS_UNCHECKED', message, { variable: 'NODE_TLS_REJECT_UNAUTHORIZED' })
}
