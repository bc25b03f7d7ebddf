using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Model.Definitions;

/// <summary>nodes: the machines that run pods.</summary>
public sealed class NodeDefinition : ResourceDefinition<Node>
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    public override string Plural => "nodes";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["no"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Status", "string", "Whether the node is ready, and whether it takes new pods.", Status),
        Column("Roles", "string", "What the node is there for, by its labels.", Roles),
        TableColumn.Age,
        Column("Version", "string", "The version of its agent.", static n => n.Status.NodeInfo.KubeletVersion),
        Wide("Internal-IP", "The address inside the cluster.", static n => Address(n, NodeAddressType.InternalIP)),
        Wide("External-IP", "The address outside of it.", static n => Address(n, NodeAddressType.ExternalIP)),
        Wide("OS-Image", "Its operating system.", static n => Cells.OrUnknown(n.Status.NodeInfo.OsImage)),
        Wide("Kernel-Version", "Its kernel.", static n => Cells.OrUnknown(n.Status.NodeInfo.KernelVersion)),
        Wide("Container-Runtime", "What runs its containers.", static n => Cells.OrUnknown(n.Status.NodeInfo.ContainerRuntimeVersion)),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } =
        Fields(("spec.unschedulable", static n => n.Spec.Unschedulable ? "true" : "false"));

    protected override IReadOnlyList<Subresource> Particular { get; } = [Subresource.Proxy("NodeProxyOptions")];

    protected override bool IsCreatedWithStatus => true;

    protected override Node WithStatusOf(Node target, Node source) => target with { Status = source.Status };

    private static string Status(Node node)
    {
        var ready = node.Status.Conditions.FirstOrDefault(static c => c.Type == NodeConditionType.Ready);
        var status = ready is null ? "Unknown" : ready.Status == ConditionStatus.True ? "Ready" : "NotReady";
        return node.Spec.Unschedulable ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(Node node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Metadata.Labels)
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length) roles.Add(key[RolePrefix.Length..]);
            else if (key == RoleLabel && value.Length > 0) roles.Add(value);
        }

        return Cells.Joined(roles);
    }

    private static string Address(Node node, string type) => Cells.OrNone(node.Status.Addresses.FirstOrDefault(a => a.Type == type)?.Address);

    protected override void Validate(Node value, FieldErrors errors)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < value.Spec.Taints.Count; i++)
        {
            using var _ = errors.At("spec");
            using var __ = errors.At("taints", i);
            var taint = value.Spec.Taints[i];
            errors.InvalidEach("key", taint.Key, LabelRules.QualifiedName(taint.Key));
            if (LabelRules.Value(taint.Value) is { Count: > 0 } messages) errors.Invalid("value", taint.Value, string.Join(";", messages));
            TolerationValidation.Effect(taint.Effect, mayBeEmpty: false, errors);
            if (!seen.Add((taint.Key, taint.Effect))) errors.Duplicate("", taint);
        }

        for (var i = 0; i < value.Spec.PodCIDRs.Count; i++)
            if (Rules.Cidr(value.Spec.PodCIDRs[i]) is { Count: > 0 } messages) errors.InvalidEach($"spec.podCIDRs[{i}]", value.Spec.PodCIDRs[i], messages);
    }

    protected override void ValidateUpdate(Node value, Node old, FieldErrors errors)
    {
        if (old.Spec.PodCIDRs.Count > 0 && !value.Spec.PodCIDRs.SequenceEqual(old.Spec.PodCIDRs))
            errors.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
        if (old.Spec.ProviderID.Length > 0 && value.Spec.ProviderID != old.Spec.ProviderID)
            errors.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
    }

    protected override void ValidateStatusUpdate(Node value, Node old, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Status.Addresses.Count; i++)
            if (!seen.Add($"{value.Status.Addresses[i].Type}/{value.Status.Addresses[i].Address}")) errors.Duplicate($"status.addresses[{i}]", value.Status.Addresses[i]);
        foreach (var (name, amount) in value.Status.Capacity)
            using (errors.At("status.capacity", name)) ResourceNames.ValidateAmount("", name, amount, errors);
        foreach (var (name, amount) in value.Status.Allocatable)
            using (errors.At("status.allocatable", name)) ResourceNames.ValidateAmount("", name, amount, errors);
    }
}
