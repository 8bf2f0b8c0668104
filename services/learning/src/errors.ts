import { defineErrors } from '@linguamate/shared/errors';

/** What learning may answer besides the errors that all services share. */
export const learningErrors = defineErrors({
  course_not_found: { status: 404, title: 'Course not found', detail: 'There is no such course.' },
  language_not_found: {
    status: 404,
    title: 'Language not found',
    detail: 'There is nothing here about that language.',
  },
  lesson_not_found: { status: 404, title: 'Lesson not found', detail: 'There is no such lesson.' },
  import_not_found: { status: 404, title: 'Import not found', detail: 'There is no such import.' },
  lesson_empty: {
    status: 409,
    title: 'Lesson has no exercises',
    detail: 'This lesson has nothing to practise.',
  },
  session_not_found: {
    status: 404,
    title: 'Practice session not found',
    detail: 'There is no such practice session.',
  },
  session_finished: {
    status: 409,
    title: 'Practice session finished',
    detail: 'This practice session is finished and takes no more answers.',
  },
  exercise_not_served: {
    status: 422,
    title: 'Exercise not part of the session',
    detail: 'Only exercises that this session has served can be answered.',
  },
  exercise_answered: {
    status: 409,
    title: 'Exercise already answered',
    detail: 'This exercise has been answered and has no tries left.',
  },
  event_id_reused: {
    status: 409,
    title: 'Client event id reused',
    detail: 'This clientEventId was used before for another answer.',
  },
  attempt_not_reportable: {
    status: 422,
    title: 'Answer cannot be reported',
    detail: 'Only typed answers of this session that were marked wrong can be reported.',
  },
  report_not_found: { status: 404, title: 'Report not found', detail: 'There is no such open report.' },
  card_not_found: { status: 404, title: 'Card not found', detail: 'There is no such card.' },
  invalid_preferences: {
    status: 422,
    title: 'Invalid preferences',
    detail: 'Some preferences have values that are not possible.',
  },
  invalid_time_zone: { status: 422, title: 'Unknown time zone', detail: 'There is no such time zone.' },
  thread_not_found: {
    status: 404,
    title: 'Conversation not found',
    detail: 'There is no such conversation.',
  },
  message_not_found: { status: 404, title: 'Message not found', detail: 'There is no such message.' },
  reply_stopped: {
    status: 409,
    title: 'Reply stopped',
    detail: 'The reply was stopped before anything of it was there.',
  },
  correction_not_found: {
    status: 404,
    title: 'Correction not found',
    detail: 'There is no such correction.',
  },
  scene_not_found: { status: 404, title: 'Scene not found', detail: 'There is no such scene.' },
  dialogue_not_found: { status: 404, title: 'Dialogue not found', detail: 'There is no such dialogue.' },
  dialogue_ended: {
    status: 409,
    title: 'Dialogue ended',
    detail: 'This dialogue has ended and takes no more turns.',
  },
  translation_not_found: {
    status: 404,
    title: 'Translation not found',
    detail: 'There is no such translation.',
  },
});
