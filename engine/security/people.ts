import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { Storage } from '../ports/storage.ts'
import type { AuditNote } from './audit/audit-entry.ts'
import { RoleDesk } from './roles/role-desk.ts'
import { Seat } from './sessions/seat.ts'
import { keepSessionSettings, keptSessionSettings } from './sessions/session-settings.ts'
import type { SessionSettings } from './sessions/session-settings.ts'
import { EmergencyAccess } from './users/emergency-access.ts'
import { UserDesk } from './users/user-desk.ts'

export interface PeopleParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  /** Puts who came and went on record. */
  readonly note: (note: AuditNote) => void
  /** scrypt's N of new passwords. */
  readonly passwordCost?: number
}

/** Who may work here: roles, users, the code for emergencies, and the seats at which people sign in. */
export class People {
  readonly roles: RoleDesk
  readonly users: UserDesk
  readonly emergency: EmergencyAccess
  readonly #parts: PeopleParts

  constructor(parts: PeopleParts) {
    this.#parts = parts
    this.roles = new RoleDesk(parts.storage)
    this.users = new UserDesk({ ...parts, roles: this.roles })
    this.emergency = new EmergencyAccess(parts)
  }

  /** How long somebody stays signed in. */
  get sessions(): SessionSettings {
    return keptSessionSettings(this.#parts.storage)
  }

  /** Throws E_DURATION, E_OPTION. */
  setSessions(settings: SessionSettings): SessionSettings {
    return keepSessionSettings(this.#parts.storage, settings)
  }

  /** A place to sign in at, such as `console`; close it when nobody will. */
  openSeat(surface: string): Seat {
    const { storage, clock, scheduler, note } = this.#parts
    return new Seat({ storage, clock, scheduler, note, surface, users: this.users, roles: this.roles, emergency: this.emergency })
  }
}
