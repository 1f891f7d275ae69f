/** The only two channels between the page and main: one that asks, one that tells. */
export const CALL_CHANNEL = 'srvra:call'
export const EVENT_CHANNEL = 'srvra:event'

/** Where the page is served from. No other origin may ask anything of main. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://console'
