using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>namespaces: emptied by the <c>kubernetes</c> finalizer of their spec before they go.</summary>
public sealed class NamespaceDefinition : ResourceDefinition<Namespace>
{
    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string Finalizer = "kubernetes";

    public override string Plural => "namespaces";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["ns"];

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.NoCollectionDelete;

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Status", "string", "Active, or Terminating while it is emptied.", static n => n.Status.Phase),
        TableColumn.Age,
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } =
        Fields(("status.phase", static n => n.Status.Phase), ("name", static n => n.Metadata.Name));

    protected override IReadOnlyList<Subresource> Particular { get; } = [new("finalize", "Namespace", ["update"]) { Prepare = Finalize }];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.DnsLabel(name, isPrefix);

    protected override Namespace Default(Namespace value)
    {
        var labels = value.Metadata.Name.Length == 0 ? value.Metadata.Labels : value.Metadata.Labels.With(NameLabel, value.Metadata.Name);
        if (value.Status.Phase.Length == 0) value = value with { Status = value.Status with { Phase = NamespacePhase.Active } };
        return ReferenceEquals(labels, value.Metadata.Labels) ? value : value with { Metadata = value.Metadata with { Labels = labels } };
    }

    protected override Namespace WithStatusOf(Namespace target, Namespace source) => target with { Status = source.Status };

    protected override Namespace PrepareForCreate(Namespace value) => value with
    {
        Spec = value.Spec.Finalizers.Contains(Finalizer) ? value.Spec : value.Spec with { Finalizers = [.. value.Spec.Finalizers, Finalizer] },
        Status = new() { Phase = NamespacePhase.Active },
    };

    /// <summary>Finalizers change through the finalize subresource only.</summary>
    protected override Namespace PrepareForUpdate(Namespace value, Namespace old) => value with { Spec = value.Spec with { Finalizers = old.Spec.Finalizers } };

    protected override void Validate(Namespace value, FieldErrors errors)
    {
        foreach (var finalizer in value.Spec.Finalizers)
        {
            errors.InvalidEach("spec.finalizers", finalizer, LabelRules.QualifiedName(finalizer));
            if (!ObjectMetaValidation.IsQualifiedFinalizer(finalizer))
                errors.Invalid("spec.finalizers", finalizer, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    protected override void ValidateStatusUpdate(Namespace value, Namespace old, FieldErrors errors)
    {
        var (wanted, when) = value.Metadata.DeletionTimestamp is null ? (NamespacePhase.Active, "is empty") : (NamespacePhase.Terminating, "is not empty");
        if (value.Status.Phase != wanted) errors.Invalid("status.Phase", value.Status.Phase, $"may only be '{wanted}' if `deletionTimestamp` {when}");
    }

    private static KubeObject Finalize(KubeObject value, KubeObject old) =>
        (Namespace)old with { Spec = ((Namespace)value).Spec, Metadata = old.Metadata with { ResourceVersion = value.Metadata.ResourceVersion } };
}
