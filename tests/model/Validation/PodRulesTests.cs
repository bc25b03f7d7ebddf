using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>Rules of pods that few pods meet, each with what Kubernetes says of it (pkg/apis/core/validation).</summary>
public sealed class PodRulesTests
{
    private const string Confined = "'securityContext':{'seccompProfile':{'type':'RuntimeDefault'},'appArmorProfile':{'type':'Localhost','localhostProfile':'a'}}";
    private const string Windows = "cannot be set for a windows pod";

    [Theory]
    [InlineData("'shareProcessNamespace':true,'hostPID':true", "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled")]
    [InlineData("'hostUsers':false,'hostPID':true", "spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false")]
    [InlineData("'hostUsers':false,'hostIPC':true", "spec.HostIPC: Forbidden: when `pod.Spec.HostUsers` is false")]
    [InlineData("'hostUsers':false,'hostNetwork':true", "spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false")]
    [InlineData(
        "'serviceAccountName':'a','volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}}}}},{'name':'w','persistentVolumeClaim':{'claimName':'web-v'}}]",
        "spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: \"web-v\": must not reference a PVC that gets created for an ephemeral volume")]
    [InlineData(
        "'volumes':[{'name':'v','projected':{'sources':[{'configMap':{'name':'c'}},{'serviceAccountToken':{'path':'t'}}]}}]",
        "spec.volumes[0].projected.sources[1].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set")]
    [InlineData(
        "'volumes':[{'name':'v','downwardAPI':{'items':[{'path':'p','fieldRef':{'fieldPath':'status.phase'}}]}}]",
        "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported values: \"metadata.annotations\", \"metadata.labels\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\"")]
    [InlineData(
        "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'k','matchLabelKeys':['/']}]}}",
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set")]
    [InlineData("'securityContext':{'windowsOptions':{'runAsUserName':''}}", "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"\": runAsUserName cannot be an empty string")]
    [InlineData("'securityContext':{'windowsOptions':{'runAsUserName':'a/b'}}", "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"a/b\": runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")]
    [InlineData("'securityContext':{'windowsOptions':{'hostProcess':true}}", "spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers")]
    [InlineData("'os':{'name':'linux'},'securityContext':{'windowsOptions':{}}", "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod")]
    [InlineData("'os':{'name':'windows'},'hostPID':true", "spec.hostPID: Forbidden: " + Windows)]
    [InlineData("'os':{'name':'windows'},'securityContext':{'fsGroup':1}", "spec.securityContext.fsGroup: Forbidden: " + Windows)]
    public void A_bad_spec_is_refused(string spec, string expected) => Sample.CreateErrors(Sample.Pod(spec)).ShouldBe([expected]);

    [Theory]
    [InlineData("'ports':[{'containerPort':80,'hostPort':8080}]", "spec.containers[0].ports[0].hostPort: Invalid value: 8080: must match `containerPort` when `hostNetwork` is true")]
    [InlineData("'securityContext':{'procMount':'Unmasked'}", "spec.containers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`")]
    [InlineData("'securityContext':{'windowsOptions':{'gmsaCredentialSpec':''}}", "spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: \"\": gmsaCredentialSpec cannot be an empty string")]
    [InlineData("'envFrom':[{'secretRef':{'name':'a-'}}]")]
    [InlineData("'env':[{'name':'N','valueFrom':{'fieldRef':{'fieldPath':'spec.host'}}}]")]
    [InlineData(
        "'env':[{'name':'N','valueFrom':{'fieldRef':{'fieldPath':\"metadata.name['a']\"}}}]",
        "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.name['a']\": error converting fieldPath: field label does not support subscript: metadata.name['a']")]
    [InlineData(
        "'volumeDevices':[{'name':'e','devicePath':'/dev/a'}]",
        "spec.containers[0].volumeDevices[0].name: Invalid value: \"e\": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")]
    [InlineData("'volumeDevices':[{'name':'p','devicePath':'/dev/../a'}]", "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/dev/../a\": can not contain backsteps ('..')")]
    [InlineData("'volumeDevices':[{'name':'p','devicePath':'/a'}],'volumeMounts':[{'name':'e','mountPath':'/a'}]",
        "spec.containers[0].volumeMounts[0].mountPath: Invalid value: \"/a\": must not already exist as a path in volumeDevices",
        "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/a\": must not already exist as a path in volumeMounts")]
    public void A_bad_container_is_refused(string container, params string[] expected)
    {
        var pod = Sample.PodWithContainer("", $"'hostNetwork':true,'volumes':[{{'name':'e','emptyDir':{{}}}},{{'name':'p','persistentVolumeClaim':{{'claimName':'c'}}}}]");
        var json = pod.Replace("\"image\":\"web:1\"", "\"image\":\"web:1\"," + string.Join('"', container.Split('"').Select(static (part, i) => i % 2 == 0 ? part.Replace('\'', '"') : part)), StringComparison.Ordinal);
        Sample.CreateErrors(json).ShouldBe(expected);
    }

    [Theory]
    [InlineData("controller.kubernetes.io/pod-deletion-cost", "-5", null)]
    [InlineData("controller.kubernetes.io/pod-deletion-cost", "+5", "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"+5\": must be a 32bit integer")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost", "2147483648", "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"2147483648\": must be a 32bit integer")]
    [InlineData("kubernetes.io/config.mirror", "x", "metadata.annotations[kubernetes.io/config.mirror]: Invalid value: \"x\": must set spec.nodeName if mirror pod annotation is set")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod", "foo", "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: \"foo\": must be a valid seccomp profile")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod", "localhost//a", "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: \"/a\": must be a relative path")]
    [InlineData("container.seccomp.security.alpha.kubernetes.io/web", "docker/default", null)]
    [InlineData("container.seccomp.security.alpha.kubernetes.io/web", "unconfined", "spec.containers[0].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match")]
    [InlineData("container.apparmor.security.beta.kubernetes.io/web", "localhost/a", null)]
    [InlineData("container.apparmor.security.beta.kubernetes.io/web", "localhost/b", "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match")]
    [InlineData("container.apparmor.security.beta.kubernetes.io/web", "runtime/default", "spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match")]
    [InlineData("container.apparmor.security.beta.kubernetes.io/other", "runtime/default", "metadata.annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: \"other\": container not found")]
    public void Annotations_that_mean_something_must_be_valid(string key, string value, string? expected)
    {
        var pod = Sample.PodWithContainer(Confined).Replace("\"name\":\"web\",\"namespace\"", $"\"annotations\":{{\"{key}\":\"{value}\"}},\"name\":\"web\",\"namespace\"", StringComparison.Ordinal);
        Sample.CreateErrors(pod).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public void A_template_may_name_a_node_and_gates() => Sample.CreateErrors(Sample.Of("v1", "PodTemplate",
        "'template':{'spec':{'nodeName':'n','schedulingGates':[{'name':'a.b/c'}],'containers':[{'name':'c','image':'i'}]}}")).ShouldBeEmpty();

    [Theory]
    [InlineData("'nodeSelector':{'a':'b'}", "'nodeSelector':{'a':'b','c':'d'}", null)]
    [InlineData("'nodeSelector':{'a':'b'}", "'nodeSelector':{'c':'d'}", "spec.nodeSelector: Invalid value: map[string]string{\"c\":\"d\"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)")]
    [InlineData("'affinity':{}", "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Exists'}]}]}}}", null)]
    [InlineData(
        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Exists'}]}]}}}",
        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Exists'},{'key':'b','operator':'Exists'}]}]}}}", null)]
    [InlineData(
        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Exists'}]}]}}}",
        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'b','operator':'Exists'}]}]}}}",
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: core.NodeSelectorTerm{MatchExpressions:[]core.NodeSelectorRequirement{core.NodeSelectorRequirement{Key:\"b\", Operator:\"Exists\", Values:[]string(nil)}}, MatchFields:[]core.NodeSelectorRequirement(nil)}: only additions are allowed (no mutations or deletions)")]
    public void A_gated_pod_may_still_be_narrowed(string before, string after, string? expected)
    {
        const string Gates = "'schedulingGates':[{'name':'g'}],";
        Sample.UpdateErrors(Sample.Pod(Gates + before), Sample.Pod(Gates + after)).ShouldBe(expected is null ? [] : [expected]);
    }
}
