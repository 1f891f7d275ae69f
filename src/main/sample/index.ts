export { sampleSteps } from './sample-steps.ts'
