/** A city of the rehearsal: what an operator would know of it. */
export interface City {
  readonly id: string;
  readonly name: string;
  readonly organisationNumber: string;
}

/** The three cities that rehearse, in the order in which they get their ports. */
export const cities: readonly City[] = [
  { id: 'stockholm', name: 'Stockholms stad', organisationNumber: '212000-0142' },
  { id: 'goteborg', name: 'Göteborgs stad', organisationNumber: '212000-1355' },
  { id: 'malmo', name: 'Malmö stad', organisationNumber: '212000-1124' },
];

/** The city by its short name; undefined when it does not rehearse. */
export function findCity(id: string): City | undefined {
  return cities.find((city) => city.id === id);
}

/** The audience that an access token for a city's desk must name. */
export function deskAudience(city: string): string {
  return `urn:storstad:desk:${city}`;
}
