/** The document type (`typ`) of what a city signs for good, such as a statement or a cost line. */
export const agreedDocumentType = (kind: string): string => `storstad-${kind}+json`;
