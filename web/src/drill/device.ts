/** Gigabytes below which a device is left in peace: the server answers it. */
const enoughMemory = 4

/** Whether the device may hold an engine. Browsers that do not tell their memory are taken at their word that they manage. */
export const isStrongEnough = (): boolean =>
  ((navigator as { deviceMemory?: number }).deviceMemory ?? enoughMemory) >= enoughMemory
