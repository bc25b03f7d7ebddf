using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.ApiExtensions;

/// <summary>
/// A definition's names are accepted where no other of its group has them; then it is established and its objects are served. A definition that
/// is being deleted takes its objects along (k8s.io/apiextensions-apiserver/pkg/controller: status, establish, finalizer).
/// </summary>
public static class CustomResourcePlanner
{
    /// <summary>Keeps a definition until its objects are gone.</summary>
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    private const string Automanaged = "kube-aggregator.kubernetes.io/automanaged";
    private const int GroupPriority = 1000;
    private const int VersionPriority = 100;

    public static CustomResourcePlan Plan(CustomResourceView view, DateTimeOffset now)
    {
        var definition = view.Definition;
        if (definition.Metadata.DeletionTimestamp is not null) return Ending(view, now);
        var status = definition.Status ?? new CustomResourceDefinitionStatus();
        var (accepted, problem) = Accept(definition, view.Others);
        var conditions = With(status.Conditions, problem ?? Condition(CustomResourceDefinitionConditionType.NamesAccepted, true, "NoConflicts", "no conflicts found"), now);
        if (problem is null) conditions = With(conditions, Condition(CustomResourceDefinitionConditionType.Established, true, "InitialNamesAccepted", "the initial names have been accepted"), now);
        else if (conditions.All(static c => c.Type != CustomResourceDefinitionConditionType.Established))
            conditions = With(conditions, Condition(CustomResourceDefinitionConditionType.Established, false, "NotAccepted", "not all names are accepted"), now);
        return Changed(definition, status with { AcceptedNames = accepted, Conditions = conditions }) with { Registrations = Registrations(view, isEnding: false) };
    }

    private static List<ObjectWrite> Registrations(CustomResourceView view, bool isEnding)
    {
        var (group, served) = (view.Definition.Spec.Group, Served(view.Definition).ToHashSet(StringComparer.Ordinal));
        var wanted = isEnding ? [] : served;
        var byOthers = view.Others.Where(static o => o.Metadata.DeletionTimestamp is null).SelectMany(Served).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. wanted.Where(v => !view.Registered.ContainsKey($"{v}.{group}")).Select(v => ObjectCreation.Of(Resources.APIServices, Registration(group, v))),
            .. view.Registered.Values.Where(a => IsOurs(a) && !wanted.Contains(a.Spec.Version) && !byOthers.Contains(a.Spec.Version)).Select(static a => ObjectDeletion.Of(Resources.APIServices, a)),
        ];
    }

    private static IEnumerable<string> Served(CustomResourceDefinition definition) => definition.Spec.Versions.Where(static v => v.Served).Select(static v => v.Name);

    private static bool IsOurs(APIService api) => api.Spec.Service is null && api.Metadata.Labels.GetValueOrDefault(Automanaged) == "true";

    private static APIService Registration(string group, string version) => new()
    {
        ApiVersion = "apiregistration.k8s.io/v1",
        Kind = "APIService",
        Metadata = new ObjectMeta { Name = $"{version}.{group}", Labels = new Dictionary<string, string> { [Automanaged] = "true" } },
        Spec = new APIServiceSpec { Group = group, Version = version, GroupPriorityMinimum = GroupPriority, VersionPriority = VersionPriority },
    };

    /// <summary>A definition whose deletion begins.</summary>
    public static CustomResourceDefinition Terminating(CustomResourceDefinition definition, DateTimeOffset now)
    {
        var status = definition.Status ?? new CustomResourceDefinitionStatus();
        var condition = Condition(CustomResourceDefinitionConditionType.Terminating, true, "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        return definition with
        {
            Metadata = definition.Metadata with
            {
                DeletionGracePeriodSeconds = null,
                Finalizers = definition.Metadata.Finalizers.Contains(Finalizer) ? definition.Metadata.Finalizers : [.. definition.Metadata.Finalizers, Finalizer],
            },
            Status = status with { Conditions = With(status.Conditions, condition, now) },
        };
    }

    private static CustomResourcePlan Ending(CustomResourceView view, DateTimeOffset now)
    {
        var definition = view.Definition;
        if (!definition.Metadata.Finalizers.Contains(Finalizer)) return new CustomResourcePlan();
        var isOver = view.Objects.Count == 0;
        var condition = isOver
            ? Condition(CustomResourceDefinitionConditionType.Terminating, false, "InstanceDeletionCompleted", "removed all instances")
            : Condition(CustomResourceDefinitionConditionType.Terminating, true, "InstanceDeletionInProgress", "CustomResource deletion is in progress");
        var status = definition.Status ?? new CustomResourceDefinitionStatus();
        var plan = Changed(definition, status with { Conditions = With(status.Conditions, condition, now) });
        if (!isOver) return plan with { Deletions = [.. view.Objects.Where(static o => !o.IsDeleting).Select(static o => new ObjectDeletion(o.Key, o.Uid))] };
        return new CustomResourcePlan
        {
            Registrations = Registrations(view, isEnding: true),
            Finalized = definition with { Metadata = definition.Metadata.WithoutFinalizer(Finalizer) with { ResourceVersion = "" } },
        };
    }

    /// <summary>The names that the definition may have, and the condition that says which it may not.</summary>
    private static (CustomResourceDefinitionNames Accepted, CustomResourceDefinitionCondition? Problem) Accept(
        CustomResourceDefinition definition, IReadOnlyList<CustomResourceDefinition> others)
    {
        var wanted = definition.Spec.Names;
        var before = definition.Status?.AcceptedNames ?? new CustomResourceDefinitionNames();
        var taken = others.Select(static o => o.Status?.AcceptedNames).OfType<CustomResourceDefinitionNames>().ToList();
        var resources = taken.SelectMany(static n => (IEnumerable<string>)[n.Plural, n.Singular, .. n.ShortNames]).Where(static n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        var kinds = taken.SelectMany(static n => (IEnumerable<string>)[n.Kind, n.ListKind]).Where(static n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        CustomResourceDefinitionCondition? problem = null;
        var accepted = new CustomResourceDefinitionNames
        {
            Plural = Take(wanted.Plural, before.Plural, resources, "PluralConflict"),
            Singular = Take(wanted.Singular, before.Singular, resources, "SingularConflict"),
            ShortNames = wanted.ShortNames.FirstOrDefault(resources.Contains) is { } short_ && Refuse("ShortNamesConflict", short_) ? before.ShortNames : wanted.ShortNames,
            Kind = Take(wanted.Kind, before.Kind, kinds, "KindConflict"),
            ListKind = Take(wanted.ListKind, before.ListKind, kinds, "ListKindConflict"),
            Categories = wanted.Categories,
        };
        return (accepted, problem);

        string Take(string name, string last, HashSet<string> others, string reason) => others.Contains(name) && Refuse(reason, name) ? last : name;

        bool Refuse(string reason, string name)
        {
            problem ??= Condition(CustomResourceDefinitionConditionType.NamesAccepted, false, reason, $"\"{name}\" is already in use");
            return true;
        }
    }

    private static CustomResourcePlan Changed(CustomResourceDefinition definition, CustomResourceDefinitionStatus status) =>
        definition.Status is { } before && RecordEquality.Same(before, status) ? new CustomResourcePlan() : new CustomResourcePlan { Status = definition with { Status = status } };

    private static CustomResourceDefinitionCondition Condition(string type, bool holds, string reason, string message) =>
        new() { Type = type, Status = holds ? ConditionStatus.True : ConditionStatus.False, Reason = reason, Message = message };

    private static IReadOnlyList<CustomResourceDefinitionCondition> With(IReadOnlyList<CustomResourceDefinitionCondition> conditions, CustomResourceDefinitionCondition condition, DateTimeOffset now)
    {
        var old = conditions.FirstOrDefault(c => c.Type == condition.Type);
        var next = condition with { LastTransitionTime = old?.Status == condition.Status ? old.LastTransitionTime : now };
        return old is null ? [.. conditions, next] : [.. conditions.Select(c => c == old ? next : c)];
    }
}
