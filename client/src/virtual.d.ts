/** Where pdf.js finds its fonts, character maps and decoders: an address that ends with a slash. See vite.config.ts. */
declare module 'virtual:pdf-folder' {
  export const pdfFolder: string;
}
