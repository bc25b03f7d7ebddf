using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>What may not change in an object, by kind, in Kubernetes' words (pkg/apis/*/validation).</summary>
public sealed class UpdateValidationTests
{
    private const string Fixed = "field is immutable";

    [Theory]
    [InlineData("storage.k8s.io/v1", "CSINode", "'spec':{'drivers':[{'name':'a.b','nodeID':'n','topologyKeys':['a']}]}", "'n'", "'m'",
        "CSINodeDriver: Invalid value: storage.CSINodeDriver{Name:\"a.b\", NodeID:\"m\", TopologyKeys:[]string{\"a\"}, Allocatable:(*storage.VolumeNodeResources)(nil)}: " + Fixed)]
    [InlineData("storage.k8s.io/v1", "CSINode", "'spec':{'drivers':[{'name':'a.b','nodeID':'n'}]}", "'a.b'", "'c.d'", null)]
    [InlineData("storage.k8s.io/v1", "CSIDriver", "'spec':{'attachRequired':false}", "false", "true", "spec.attachedRequired: Invalid value: true: " + Fixed)]
    [InlineData("storage.k8s.io/v1", "CSIDriver", "'spec':{'podInfoOnMount':false}", "false", "true", null)]
    [InlineData("storage.k8s.io/v1", "CSIStorageCapacity", "'storageClassName':'a'", "'a'", "'b'", "storageClassName: Invalid value: \"b\": " + Fixed)]
    [InlineData("storage.k8s.io/v1", "StorageClass", "'provisioner':'a','parameters':{'k':'v'}", "'v'", "'w'", "parameters: Forbidden: updates to parameters are forbidden.")]
    [InlineData("storage.k8s.io/v1", "StorageClass", "'provisioner':'a'", "'a'", "'b'", "provisioner: Forbidden: updates to provisioner are forbidden.")]
    [InlineData("storage.k8s.io/v1", "StorageClass", "'provisioner':'a','reclaimPolicy':'Delete'", "'Delete'", "'Retain'", "reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.")]
    [InlineData("storage.k8s.io/v1", "StorageClass", "'provisioner':'a','volumeBindingMode':'Immediate'", "'Immediate'", "'WaitForFirstConsumer'",
        "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": " + Fixed)]
    [InlineData("storage.k8s.io/v1", "StorageClass", "'provisioner':'a','allowVolumeExpansion':false", "false", "true", null)]
    [InlineData("scheduling.k8s.io/v1", "PriorityClass", "'value':5", "5", "6", "value: Forbidden: may not be changed in an update.")]
    [InlineData("scheduling.k8s.io/v1", "PriorityClass", "'value':5,'preemptionPolicy':'Never'", "'Never'", "'PreemptLowerPriority'", "preemptionPolicy: Invalid value: \"PreemptLowerPriority\": " + Fixed)]
    [InlineData("node.k8s.io/v1", "RuntimeClass", "'handler':'a'", "'a'", "'b'", "handler: Invalid value: \"b\": " + Fixed)]
    [InlineData("networking.k8s.io/v1", "IngressClass", "'spec':{'controller':'a.io/b'}", "a.io", "c.io", "spec.controller: Invalid value: \"c.io/b\": " + Fixed)]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "'addressType':'IPv4','endpoints':[]", "IPv4", "IPv6", "addressType: Invalid value: \"IPv6\": " + Fixed)]
    [InlineData("rbac.authorization.k8s.io/v1", "RoleBinding", "'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'a'}", "'a'", "'b'",
        "roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\", Kind:\"Role\", Name:\"b\"}: cannot change roleRef")]
    [InlineData("v1", "Secret", "'type':'a'", "'a'", "'b'", "type: Invalid value: \"b\": " + Fixed)]
    [InlineData("v1", "Secret", "'immutable':true,'data':{'a':'YQ=='}", "YQ==", "Yg==", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("v1", "ConfigMap", "'immutable':true,'data':{'a':'b'}", "'b'", "'c'", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("v1", "ConfigMap", "'immutable':true", "true", "false", "immutable: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("v1", "ResourceQuota", "'spec':{'hard':{'pods':'5'},'scopes':['Terminating']}", "Terminating", "NotTerminating", "spec.scopes: Invalid value: []core.ResourceQuotaScope{\"NotTerminating\"}: " + Fixed)]
    [InlineData("batch/v1", "Job", "'spec':{'completions':2,'manualSelector':true,'selector':{'matchLabels':{'x':'y'}},'template':{'metadata':{'labels':{'x':'y'}},'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'i'}]}}}", "':2", "':3", "spec.completions: Invalid value: 3: " + Fixed)]
    [InlineData("apps/v1", "StatefulSet", "'spec':{'serviceName':'a','selector':{'matchLabels':{'x':'y'}},'template':{'metadata':{'labels':{'x':'y'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}",
        "'a'", "'b'", "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    [InlineData("v1", "Node", "'spec':{'providerID':'a'}", "'a'", "'b'", "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid")]
    [InlineData("v1", "Node", "'spec':{'podCIDR':'10.0.0.0/24','podCIDRs':['10.0.0.0/24']}", "10.0.0.0", "10.0.1.0", "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid")]
    public void What_is_fixed_stays(string apiVersion, string kind, string content, string was, string becomes, string? expected)
    {
        var old = $"{{'apiVersion':'{apiVersion}','kind':'{kind}','metadata':{{'name':'x','namespace':'{(ResourceRegistry.BuiltIn.TryFindKind(apiVersion, kind, out var d) && d.Namespaced ? "default" : "")}'}},{content}}}".Replace('\'', '"');

        Sample.UpdateErrors(old, old.Replace(was.Replace('\'', '"'), becomes.Replace('\'', '"'), StringComparison.Ordinal)).ShouldBe(expected is null ? [] : [expected]);
    }
}
