import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from 'vue-router'

import { views } from './views.ts'

const gallery: RouteRecordRaw = {
  path: '/gallery',
  name: 'gallery',
  meta: { title: 'Component gallery' },
  component: () => import('./views/gallery/GalleryView.vue'),
}

const home = views[0] ? `/${views[0].id}` : '/gallery'

/** Every view has a URL behind the hash; an unknown one leads home. */
export function createConsoleRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      ...views.map(({ id, title, page }) => ({ path: `/${id}`, name: id, meta: { title }, component: page })),
      gallery,
      { path: '/support/new', redirect: ({ query }) => ({ name: 'support', query: { ...query, new: '1' } }) },
      { path: '/:unknown(.*)*', redirect: home },
    ],
  })
}
