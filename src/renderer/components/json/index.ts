export { default as DiffTable } from './DiffTable.vue'
export { default as DiffSide } from './DiffSide.vue'
export { default as JsonEditor } from './JsonEditor.vue'
export { default as ValueTree } from './ValueTree.vue'
