/** An answer that is a file and no JSON document. Its media type stands in the contract. */
export interface FileAnswer {
  readonly file: {
    /** Lower-case letters, digits, hyphens and a suffix; never anything that a person has written. */
    readonly name: string;
    /** The whole, or its parts in order, made while they are sent. */
    readonly content: string | Buffer | AsyncIterable<string>;
  };
}
