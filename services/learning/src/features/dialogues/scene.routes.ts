import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import { findScene, listScenes, listTopics } from './scene.repository.ts';
import { ScenesQuery, SceneView, TopicsQuery, TopicView } from './schemas.ts';
import { toSceneView } from './views.ts';

const tags = ['dialogues'];
const security = [{ bearer: [] }];

/** GET /api/dialogues/topics: what the scenes of a course are about. */
export function getTopics(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Topics of a course’s scenes',
    security,
    querystring: TopicsQuery,
    response: {
      200: Type.Object({ items: Type.Array(TopicView) }),
      ...problemResponses(400, 401, 404),
    },
  };
  server.get('/api/dialogues/topics', { schema }, async (request) => {
    const course = await findCourse(db, identityOf(request).userId, request.query.courseId);
    if (course === undefined) throw learningErrors.course_not_found();
    return { items: await listTopics(db, course.id) };
  });
}

/** GET /api/dialogues/scenes: scenes by course or topic. */
export function getScenes(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Scenes to play',
    security,
    querystring: ScenesQuery,
    response: { 200: Type.Object({ items: Type.Array(SceneView) }), ...problemResponses(400, 401, 404) },
  };
  server.get('/api/dialogues/scenes', { schema }, async (request) => {
    const { userId } = identityOf(request);
    const { courseId: wanted, topicId } = request.query;
    const course = wanted === undefined ? undefined : await findCourse(db, userId, wanted);
    if (wanted !== undefined && course === undefined) throw learningErrors.course_not_found();
    const scenes = await listScenes(db, userId, { courseId: course?.id, topicId });
    return { items: scenes.map(toSceneView) };
  });
}

/** GET /api/dialogues/scenes/{sceneId}: one scene. */
export function getScene(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'A scene',
    security,
    params: strictObject({ sceneId: Uuid }),
    response: { 200: SceneView, ...problemResponses(400, 401, 404) },
  };
  server.get('/api/dialogues/scenes/:sceneId', { schema }, async (request) => {
    const scene = await findScene(db, identityOf(request).userId, request.params.sceneId);
    if (scene === undefined) throw learningErrors.scene_not_found();
    return toSceneView(scene);
  });
}

export const sceneRoutes = [getTopics, getScenes, getScene];
