/** What the packages of npm are held to; every exception has its reason, and goes when it is needed no more. */
export const POLICY = {
  /** Licences (SPDX) of what is shipped: they ask for no more than to be named. */
  licences: new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT']),

  /** Packages of another licence: { name: { licence, reason } }. */
  otherLicences: {
    '@fontsource-variable/inter': {
      licence: 'OFL-1.1',
      reason: 'A font: it may be shipped with a program, but not sold alone.',
    },
    '@fontsource-variable/jetbrains-mono': {
      licence: 'OFL-1.1',
      reason: 'A font: it may be shipped with a program, but not sold alone.',
    },
    'png-js': {
      licence: 'none',
      reason: 'Its package.json names none; its LICENSE is the text of MIT.',
    },
  },

  /** Packages through which what comes from outside, or a secret, passes: one major each, so that one fix serves. */
  securityRelevant: [
    /^@fastify\//,
    /^@noble\//,
    /^@peculiar\//,
    /^@scure\//,
    /^(age-encryption|asn1js|bytestreamjs|canonicalize|pkijs|pvutils|pvtsutils)$/,
    /^(ajv|cookie|csv-parse|fast-uri|fastify|find-my-way|jsonc-parser|pg|secure-json-parse|saxes|set-cookie-parser)$/,
    /^(pino|re2js|react|react-dom|smartcard|uuid|zod)$/,
  ],

  /** Those of which two majors are shipped all the same: { name: { versions, reason } }. */
  twoMajors: {
    asn1js: {
      versions: ['3.1.0', '4.0.0'],
      reason: 'The newest @peculiar/asn1-schema still asks for 3; pkijs and the card files use 4.',
    },
    '@peculiar/utils': {
      versions: ['2.0.3', '4.1.0'],
      reason: 'The newest @peculiar/asn1-schema still asks for 2; @peculiar/x509 for 4.',
    },
    '@noble/ciphers': {
      versions: ['1.3.0', '2.4.0'],
      reason:
        'pdfkit still asks for 1, for encrypted PDFs, of which we make none; secrets are sealed with 2.',
    },
    '@noble/hashes': {
      versions: ['1.8.0', '2.0.1', '2.4.0'],
      reason: 'pdfkit still asks for 1, for encrypted PDFs, of which we make none.',
    },
    'fast-uri': {
      versions: ['3.1.9', '4.2.3'],
      reason: "ajv still asks for 3; Fastify's own parts for 4. Both only read the names of its schemas.",
    },
  },
};
