// Objects through the typed and the generic side of @kubernetes/client-node.
import assert from 'node:assert/strict';
import { ApiException, AppsV1Api, AuthorizationV1Api, CoreV1Api, KubeConfig, KubernetesObjectApi, PatchStrategy, VersionApi, loadYaml, setHeaderOptions } from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);
const namespace = (await core.createNamespace({ body: { metadata: { generateName: 'node-objects-' } } })).metadata.name;

const refusal = async (call) => {
    try {
        await call();
    } catch (e) {
        assert.ok(e instanceof ApiException, String(e));
        const status = JSON.parse(e.body);
        return [e.code, status.reason, status.message];
    }
    assert.fail('no refusal');
};

try {
    const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'c', labels: { app: 'x' } }, data: { a: '1' } } });
    assert.ok(made.metadata.uid && made.metadata.creationTimestamp instanceof Date);
    assert.deepEqual(await refusal(() => core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'c' } } })), [409, 'AlreadyExists', 'configmaps "c" already exists']);
    assert.deepEqual(await refusal(() => core.readNamespacedConfigMap({ namespace, name: 'nosuch' })), [404, 'NotFound', 'configmaps "nosuch" not found']);
    made.data.a = '2';
    const replaced = await core.replaceNamespacedConfigMap({ namespace, name: 'c', body: made });
    assert.equal(replaced.data.a, '2');
    assert.deepEqual((await refusal(() => core.replaceNamespacedConfigMap({ namespace, name: 'c', body: made }))).slice(0, 2), [409, 'Conflict']);

    const patch = (body, strategy) => core.patchNamespacedConfigMap({ namespace, name: 'c', body, fieldManager: 'node' }, setHeaderOptions('Content-Type', strategy));
    assert.deepEqual((await patch([{ op: 'add', path: '/data/b', value: '3' }], PatchStrategy.JsonPatch)).data, { a: '2', b: '3' });
    assert.deepEqual((await patch({ data: { b: null } }, PatchStrategy.MergePatch)).data, { a: '2' });
    assert.deepEqual((await patch({ data: { d: '4' } }, PatchStrategy.StrategicMergePatch)).data, { a: '2', d: '4' });
    const applied = await patch({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { e: '5' } }, PatchStrategy.ServerSideApply);
    assert.deepEqual(applied.data, { a: '2', d: '4', e: '5' });
    assert.ok(applied.metadata.managedFields.some((f) => f.manager === 'node' && f.operation === 'Apply'));
    assert.deepEqual((await core.listNamespacedConfigMap({ namespace, labelSelector: 'app=x' })).items.map((c) => c.metadata.name), ['c']);
    assert.equal((await core.deleteNamespacedConfigMap({ namespace, name: 'c' })).status, 'Success');

    const generic = KubernetesObjectApi.makeApiClient(config);
    const deployment = loadYaml(`
apiVersion: apps/v1
kind: Deployment
metadata:
  name: d
  namespace: ${namespace}
spec:
  replicas: 0
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers: [{name: c, image: orleans-kube/hello:1}]
`);
    assert.equal((await generic.create(deployment)).spec.revisionHistoryLimit, 10);
    assert.equal((await generic.patch({ ...deployment, spec: { paused: true } }, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch)).spec.paused, true);
    assert.equal((await generic.read(deployment)).kind, 'Deployment');
    assert.deepEqual((await generic.list('apps/v1', 'Deployment', namespace)).items.map((d) => d.metadata.name), ['d']);
    const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'd' });
    scale.spec.replicas = 0;
    delete scale.metadata.resourceVersion;
    assert.equal((await apps.replaceNamespacedDeploymentScale({ namespace, name: 'd', body: scale })).metadata.name, 'd');
    const [code, reason, message] = await refusal(() => generic.patch({ ...deployment, spec: { replicas: -1 } }, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch));
    assert.deepEqual([code, reason, message], [422, 'Invalid', 'Deployment.apps "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0']);
    await generic.delete(deployment);

    assert.equal((await config.makeApiClient(VersionApi).getCode()).minor.replace('+', ''), '33');
    const review = await config.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({ body: { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } } });
    assert.equal(review.status.allowed, true);
} finally {
    await core.deleteNamespace({ name: namespace });
}
