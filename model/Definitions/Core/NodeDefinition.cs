using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Model.Definitions;

/// <summary>nodes: the machines that run pods.</summary>
public sealed class NodeDefinition : ResourceDefinition<Node>
{
    private const string NotReady = "node.kubernetes.io/not-ready";
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

    /// <summary>The older way of telling a node's range is the first of the newer; what may be used is what there is, unless told otherwise.</summary>
    protected override Node Default(Node value)
    {
        var spec = value.Spec;
        if (spec.PodCIDR.Length > 0 && (spec.PodCIDRs.Count == 0 || spec.PodCIDRs[0] != spec.PodCIDR)) spec = spec with { PodCIDRs = [spec.PodCIDR] };
        else if (spec is { PodCIDR.Length: 0, PodCIDRs.Count: > 0 }) spec = spec with { PodCIDR = spec.PodCIDRs[0] };
        var allocatable = value.Status.Allocatable.Count == 0 ? value.Status.Capacity : value.Status.Allocatable;
        return ReferenceEquals(spec, value.Spec) && ReferenceEquals(allocatable, value.Status.Allocatable)
            ? value
            : value with { Spec = spec, Status = value.Status with { Allocatable = allocatable } };
    }

    /// <summary>No pod comes to a new node before it is known to be ready.</summary>
    protected override Node PrepareForCreate(Node value) => value.Spec.Taints.Any(static t => t is { Key: NotReady, Effect: TaintEffect.NoSchedule })
        ? value
        : value with { Spec = value.Spec with { Taints = [.. value.Spec.Taints, new() { Key = NotReady, Effect = TaintEffect.NoSchedule }] } };

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
            using var _ = errors.At("metadata");
            using var __ = errors.At("taints", i);
            var taint = value.Spec.Taints[i];
            errors.InvalidEach("key", taint.Key, LabelRules.QualifiedName(taint.Key));
            if (LabelRules.Value(taint.Value) is { Count: > 0 } messages) errors.Invalid("value", taint.Value, string.Join(";", messages));
            TolerationValidation.Effect(taint.Effect, mayBeEmpty: false, errors);
            if (!seen.Add((taint.Key, taint.Effect))) errors.Add(FieldError.Duplicate(errors.Path(""), taint, "taints must be unique by key and effect pair"));
        }

        Amounts("status.capacity", value.Status.Capacity, errors);
        Amounts("status.allocatable", value.Status.Allocatable, errors);
        var ranges = value.Spec.PodCIDRs;
        for (var i = 0; i < ranges.Count; i++)
            if (Rules.Cidr(ranges[i]) is { Count: > 0 } messages) errors.InvalidEach($"spec.podCIDRs[{i}]", ranges[i], messages);
        if (ranges.Count > 1 && ranges.GroupBy(static c => c.Contains(':')).Any(static family => family.Count() > 1))
            errors.Invalid("spec.podCIDRs", ranges, "may specify no more than one CIDR for each IP family");
    }

    protected override void ValidateUpdate(Node value, Node old, FieldErrors errors)
    {
        if (old.Spec.PodCIDRs.Count > 0 && !value.Spec.PodCIDRs.SequenceEqual(old.Spec.PodCIDRs))
            errors.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
        if (old.Spec.ProviderID.Length > 0 && value.Spec.ProviderID != old.Spec.ProviderID)
            errors.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
        if (value.Spec.ExternalID != old.Spec.ExternalID) errors.Forbidden("spec.externalID", "may not be updated");
    }

    protected override void ValidateStatusUpdate(Node value, Node old, FieldErrors errors)
    {
        var seen = new HashSet<NodeAddress>();
        for (var i = 0; i < value.Status.Addresses.Count; i++)
            if (!seen.Add(value.Status.Addresses[i])) errors.Duplicate($"status.addresses[{i}]", value.Status.Addresses[i]);
        Amounts("status.capacity", value.Status.Capacity, errors);
        Amounts("status.allocatable", value.Status.Allocatable, errors);
    }

    private static void Amounts(string field, IReadOnlyDictionary<string, Quantity> amounts, FieldErrors errors)
    {
        foreach (var (name, amount) in amounts)
            ResourceNames.ValidateAmount($"{field}.{name}", name, amount, errors);
    }
}
