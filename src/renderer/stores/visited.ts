import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useRouter } from 'vue-router'

/** Where each view was left, with its query: returning to it finds filter, selection and place again. */
export const useVisited = defineStore('visited', () => {
  const router = useRouter()
  const locations = ref<Readonly<Record<string, string>>>({})

  router.afterEach((to) => {
    if (typeof to.name === 'string') locations.value = { ...locations.value, [to.name]: to.fullPath }
  })

  function locationOf(view: string): string {
    return locations.value[view] ?? `/${view}`
  }

  return { locationOf }
})
