import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusalOf } from './refusal.test-support.ts'
import { admitJson, DEFAULT_JSON_LIMITS, equalJson, isAdmitted, type JsonObject, type JsonValue } from './index.ts'
