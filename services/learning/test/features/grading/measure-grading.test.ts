import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { documentOf } from '../../../src/features/content/course-document.ts';
import { type Problem, readCourse } from '../../../src/features/content/read-course.ts';
import { makeTypo, measureCourse } from '../../../src/features/grading/measure-grading.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';
import { seededRandom } from '../../../src/features/practice/random.ts';

const folder = path.join(import.meta.dirname, '../../fixtures/content/mini-es-en');

describe('measuring the grading of a course', () => {
  it('offers every other answer of a skill and one slip per item, and gives the same figures every time', async () => {
    const problems: Problem[] = [];
    const course = await readCourse(folder, problems);
    assert.ok(course);
    const [toTarget, toSource] = measureCourse(documentOf(course));
    // 10 · 9 pairs in one skill and 7 · 6 in the other.
    assert.deepEqual([toTarget?.wrongOffered, toSource?.wrongOffered], [132, 132]);
    // The guard may not know "pato" here, since only the offered item teaches it; in a real session it does.
    const accepted = toTarget?.falseAccepts.map((line) => line.split(':')[0]);
    assert.deepEqual(accepted, ['“pato” for “gato” (cat)']);
    assert.deepEqual(measureCourse(documentOf(course)), [toTarget, toSource]);
  });
  it('makes slips of exactly one edit', () => {
    const random = seededRandom('slips');
    const policy = gradingPolicy('es');
    for (let round = 0; round < 200; round += 1) {
      const slip = makeTypo('¡Hola, María!', policy, random);
      if (slip !== undefined) assert.notEqual(slip, '¡Hola, María!');
    }
    assert.equal(makeTypo('123', policy, random), undefined);
  });
});
