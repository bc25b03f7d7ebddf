using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class PodValidationTests
{
    public static TheoryData<string, string> BadContainers => new()
    {
        { "'imagePullPolicy':'Sometimes'", """spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never" """ },
        { "'ports':[{'containerPort':0}]", "spec.containers[0].ports[0].containerPort: Required value" },
        { "'ports':[{'containerPort':70000}]", "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive" },
        { "'ports':[{'containerPort':80,'protocol':'tcp'}]", """spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP" """ },
        { "'ports':[{'containerPort':80,'name':'a'},{'containerPort':81,'name':'a'}]", """spec.containers[0].ports[1].name: Duplicate value: "a" """ },
        { "'ports':[{'containerPort':80,'name':'this-is-too-long-a'}]", """spec.containers[0].ports[0].name: Invalid value: "this-is-too-long-a": must be no more than 15 characters""" },
        { "'ports':[{'containerPort':80,'hostPort':8},{'containerPort':81,'hostPort':8}]", """spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8" """ },
        { "'env':[{'value':'x'}]", "spec.containers[0].env[0].name: Required value" },
        { "'env':[{'name':'A=B'}]", """spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '='""" },
        { "'env':[{'name':'A','valueFrom':{}}]", """spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`""" },
        { "'env':[{'name':'A','value':'b','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}]", """spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty""" },
        { "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.nam'}}}]", """spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nam": error converting fieldPath: field label not supported: metadata.nam""" },
        { "'envFrom':[{}]", """spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`""" },
        { "'volumeMounts':[{'name':'data','mountPath':'/data'}]", """spec.containers[0].volumeMounts[0].name: Not found: "data" """ },
        { "'resources':{'limits':{'cpu':'1'},'requests':{'cpu':'2'}}", """spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1""" },
        { "'resources':{'limits':{'memory':'-1'}}", """spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0""" },
        { "'resources':{'requests':{'example.com/gpu':'1'}}", "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources" },
        { "'resources':{'limits':{'disk':'1'}}", """spec.containers[0].resources.limits[disk]: Invalid value: disk: must be a standard resource type or fully qualified""" },
        { "'livenessProbe':{}", "spec.containers[0].livenessProbe: Required value: must specify a handler type" },
        { "'livenessProbe':{'exec':{'command':['x']},'tcpSocket':{'port':1}}", "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type" },
        { "'livenessProbe':{'exec':{'command':['x']},'successThreshold':2}", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1" },
        { "'readinessProbe':{'httpGet':{'port':0}}", "spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive" },
        { "'readinessProbe':{'httpGet':{'port':80},'timeoutSeconds':-1}", "spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0" },
        { "'securityContext':{'runAsUser':-1}", "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive" },
        { "'restartPolicy':'Always'", "spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers" },
        { "'terminationMessagePolicy':'Never'", """spec.containers[0].terminationMessagePolicy: Unsupported value: "Never": supported values: "File", "FallbackToLogsOnError" """ },
    };

    public static TheoryData<string, string> BadSpecs => new()
    {
        { "'restartPolicy':'Sometimes'", """spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never" """ },
        { "'dnsPolicy':'Mine'", """spec.dnsPolicy: Unsupported value: "Mine": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None" """ },
        { "'dnsPolicy':'None'", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None" },
        { "'activeDeadlineSeconds':0", "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive" },
        { "'volumes':[{'name':'a','emptyDir':{}},{'name':'a','emptyDir':{}}]", """spec.volumes[1].name: Duplicate value: "a" """ },
        { "'volumes':[{'name':'a','emptyDir':{},'hostPath':{'path':'/a'}}]", "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type" },
        { "'volumes':[{'name':'a','secret':{}}]", "spec.volumes[0].secret.secretName: Required value" },
        { "'volumes':[{'name':'a','hostPath':{'path':'/a/../b'}}]", """spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'""" },
        { "'volumes':[{'name':'a','configMap':{'name':'c','defaultMode':1000}}]", "spec.volumes[0].configMap.defaultMode: Invalid value: 1000: must be a number between 0 and 0777 (octal), both inclusive" },
        { "'initContainers':[{'name':'web','image':'i'}]", """spec.initContainers[0].name: Duplicate value: "web" """ },
        { "'initContainers':[{'name':'i','image':'i','readinessProbe':{'exec':{'command':['x']}}}]", "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always" },
        { "'ephemeralContainers':[{'name':'e','image':'i'}]", "spec.ephemeralContainers: Forbidden: cannot be set on create" },
        { "'tolerations':[{'operator':'Equal'}]", """spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys" """ },
        { "'tolerations':[{'key':'a','operator':'Exists','tolerationSeconds':3}]", """spec.tolerations[0].effect: Invalid value: "": effect must be 'NoExecute' when `tolerationSeconds` is set""" },
        { "'topologySpreadConstraints':[{'maxSkew':0,'topologyKey':'a','whenUnsatisfiable':'DoNotSchedule'}]", "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero" },
        { "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[]}}}", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term" },
        { "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'zone','labelSelector':{'matchExpressions':[{'key':'a','operator':'In'}]}}]}}", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'" },
        { "'hostAliases':[{'ip':'nowhere'}]", """spec.hostAliases[0].ip: Invalid value: "nowhere": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)""" },
        { "'schedulingGates':[{'name':'a'}],'nodeName':'n'", "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared" },
        { "'shareProcessNamespace':true,'hostPID':true", "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled" },
        { "'priorityClassName':'High'", """spec.priorityClassName: Invalid value: "High": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')""" },
    };

    [Theory]
    [MemberData(nameof(BadContainers))]
    public void A_bad_container_is_refused_in_kubernetes_words(string container, string expected) =>
        Sample.CreateErrors(Sample.PodWithContainer(container)).ShouldContain(expected.TrimEnd());

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public void A_bad_spec_is_refused_in_kubernetes_words(string spec, string expected) => Sample.CreateErrors(Sample.Pod(spec)).ShouldBe([expected.TrimEnd()]);

    [Fact]
    public void A_pod_without_containers_is_refused() =>
        Sample.CreateErrors("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"default"},"spec":{}}""").ShouldBe(["spec.containers: Required value"]);

    [Fact]
    public void An_image_with_spaces_around_it_is_refused() =>
        Sample.CreateErrors("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"default"},"spec":{"containers":[{"name":"a","image":" a"}]}}""")
            .ShouldBe(["""spec.containers[0].image: Invalid value: " a": must not have leading or trailing whitespace"""]);

    [Theory]
    [InlineData("""{"name":"web","image":"web:2"}""", "")]
    [InlineData("""{"name":"web","image":"web:1"}""", "\"tolerations\":[{\"key\":\"a\",\"operator\":\"Exists\"}]")]
    [InlineData("""{"name":"web","image":"web:1"}""", "\"activeDeadlineSeconds\":5")]
    public void What_may_change_changes(string container, string spec)
    {
        var after = Sample.Pod(spec).Replace("""{"name":"web","image":"web:1"}""", container, StringComparison.Ordinal);
        Sample.UpdateErrors(Sample.Pod(), after).ShouldBeEmpty();
    }

    [Fact]
    public void Any_other_change_is_refused_and_shown()
    {
        var error = Sample.UpdateErrors(Sample.Pod(), Sample.Pod("\"nodeName\":\"n\"")).ShouldHaveSingleItem();
        error.ShouldStartWith(
            "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
            + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n");
        error.ShouldContain("- nodeName: \"\"\n+ nodeName: \"n\"\n");
    }

    [Fact]
    public void Tolerations_are_only_added() =>
        Sample.UpdateErrors(Sample.Pod("\"tolerations\":[{\"key\":\"a\",\"operator\":\"Exists\"}]"), Sample.Pod())
            .ShouldBe(["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"]);

    [Fact]
    public void Containers_are_neither_added_nor_removed() =>
        Sample.UpdateErrors(Sample.Pod(), Sample.Pod("\"initContainers\":[{\"name\":\"i\",\"image\":\"i\"}]"))
            .ShouldBe(["spec.initContainers: Forbidden: pod updates may not add or remove containers"]);

    [Theory]
    [InlineData("\"env\":[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"A\",\"value\":\"2\"}]", "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply")]
    [InlineData("\"ports\":[{\"containerPort\":80},{\"containerPort\":80}]", "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]")]
    [InlineData("\"resources\":{\"limits\":{\"memory\":\"500m\"}}", "spec.containers[0].resources.limits[memory]: fractional byte value \"500m\" is invalid, must be an integer")]
    public void A_likely_mistake_is_warned_of(string container, string expected) => Sample.Warnings(Sample.PodWithContainer(container)).ShouldContain(expected);

    [Theory]
    [InlineData("\"ports\":[{\"containerPort\":80,\"hostPort\":8080},{\"containerPort\":80}]", "spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]")]
    [InlineData(
        "\"ports\":[{\"containerPort\":80,\"hostPort\":8080},{\"containerPort\":80,\"hostPort\":8080,\"hostIP\":\"10.0.0.1\"}]",
        "spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]")]
    [InlineData("\"ports\":[{\"containerPort\":80,\"hostIP\":\"10.0.0.1\"}]", "spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}")]
    [InlineData("\"env\":[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"A\",\"value\":\"$(A)\"}]", "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply")]
    public void Ports_and_variables_that_meet_are_warned_of(string container, string expected) => Sample.Warnings(Sample.PodWithContainer(container)).ShouldBe([expected]);

    [Theory]
    [InlineData("\"hostAliases\":[{\"ip\":\"1.2.3.4\",\"hostnames\":[\"a\"]},{\"ip\":\"1.2.3.4\",\"hostnames\":[\"b\"]}]", "spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"")]
    [InlineData("\"nodeSelector\":{\"node-role.kubernetes.io/master\":\"\"}", "spec.nodeSelector[node-role.kubernetes.io/master]: use \"node-role.kubernetes.io/control-plane\" instead")]
    [InlineData(
        "\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"beta.kubernetes.io/os\",\"operator\":\"Exists\"}]}]}}}",
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use \"kubernetes.io/os\" instead")]
    [InlineData(
        "\"topologySpreadConstraints\":[{\"maxSkew\":1,\"topologyKey\":\"k\",\"whenUnsatisfiable\":\"DoNotSchedule\"}]",
        "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod")]
    [InlineData(
        "\"affinity\":{\"podAntiAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":1,\"podAffinityTerm\":{\"topologyKey\":\"k\"}}]}}",
        "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod")]
    [InlineData(
        "\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"m\",\"items\":[{\"key\":\"a\",\"path\":\"p\"},{\"key\":\"b\",\"path\":\"p/q/\"}]}}]",
        "volume \"v\" (ConfigMap \"m\"): overlapping paths: \"p/q\" with \"p\"")]
    [InlineData(
        "\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"secret\":{\"name\":\"s\",\"items\":[{\"key\":\"a\",\"path\":\"token\"}]}},{\"serviceAccountToken\":{\"path\":\"token\"}}]}}]",
        "volume \"v\" (Projected): overlapping paths: \"token\" (ServiceAccountToken) with \"token\" (Secret \"s\")")]
    public void What_a_pod_says_to_no_effect_is_warned_of(string spec, string expected) => Sample.Warnings(Sample.Pod(spec)).ShouldBe([expected]);

    [Fact]
    public void A_negative_grace_period_is_the_shortest() => Sample.Created<Pod>(Sample.Pod("\"terminationGracePeriodSeconds\":-1")).Spec.TerminationGracePeriodSeconds.ShouldBe(1);

    [Fact]
    public void A_good_pod_raises_no_warning() => Sample.Warnings(Sample.Pod()).ShouldBeEmpty();
}
