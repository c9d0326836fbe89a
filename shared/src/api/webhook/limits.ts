/** The bounds of webhooks. */
export const webhookLimits = {
  /** The webhooks of one organisation. */
  perOrganisation: 20,
  /** The characters of an address. */
  urlLength: 2_048,
  /** The spaces that one webhook is about. */
  spaces: 100,
  /** The deliveries of one page. */
  page: 50,
} as const;
