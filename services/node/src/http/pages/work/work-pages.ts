import type { Pages } from '../page.js';
import { badges } from './badges.js';
import { casesPage } from './cases-page.js';
import { contactPointsPage } from './contact-points-page.js';
import { incomingPage } from './incoming-page.js';
import { foundPage, searchPage } from './search-page.js';
import { tasksPage } from './tasks-page.js';

/** A social worker's day: what is to be done, the cases by queue, the contact points of the cities. */
export function addWorkPages(pages: Pages): void {
  pages.get('/tasks', tasksPage);
  pages.get('/cases', casesPage);
  pages.get('/cases/incoming', incomingPage);
  pages.get('/cases/search', searchPage);
  pages.post('/cases/search', foundPage);
  pages.get('/contact-points', contactPointsPage);
  pages.poll('/badges', badges);
}
