using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>storageclasses: kinds of storage that claims may ask for; everything but whether volumes may grow is fixed.</summary>
public sealed class StorageClassDefinition : ResourceDefinition<StorageClass>
{
    private const int MaximumParameters = 512;
    private const int MaximumParameterBytes = 256 * 1024;

    public override string Plural => "storageclasses";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["sc"];

    public override bool NameComesFirst => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        TableColumn.ObjectName with { Priority = 0, Cell = static (o, _) => IsDefault(o) ? $"{o.Metadata.Name} (default)" : o.Metadata.Name },
        Column("Provisioner", "string", "What makes its volumes.", static c => c.Provisioner),
        Column("ReclaimPolicy", "string", "What becomes of a volume after its claim.", static c => c.ReclaimPolicy ?? PersistentVolumeReclaimPolicy.Delete),
        Column("VolumeBindingMode", "string", "When a claim is bound.", static c => c.VolumeBindingMode ?? Cells.Unset),
        Column("AllowVolumeExpansion", "string", "Whether its volumes may grow.", static c => c.AllowVolumeExpansion == true),
        TableColumn.Age,
    ];

    private static bool IsDefault(KubeObject found) =>
        found.Metadata.Annotations.GetValueOrDefault("storageclass.kubernetes.io/is-default-class") == "true"
        || found.Metadata.Annotations.GetValueOrDefault("storageclass.beta.kubernetes.io/is-default-class") == "true";

    protected override StorageClass Default(StorageClass value) => value is { ReclaimPolicy: not null, VolumeBindingMode: not null } ? value : value with
    {
        ReclaimPolicy = value.ReclaimPolicy ?? PersistentVolumeReclaimPolicy.Delete,
        VolumeBindingMode = value.VolumeBindingMode ?? VolumeBindingMode.Immediate,
    };

    protected override void Validate(StorageClass value, FieldErrors errors)
    {
        if (value.Provisioner.Length == 0) errors.Required("provisioner");
        else errors.InvalidEach("provisioner", value.Provisioner, LabelRules.QualifiedName(value.Provisioner.ToLowerInvariant()));
        if (value.Parameters.Count > MaximumParameters) errors.TooLong("parameters", MaximumParameters);
        if (value.Parameters.ContainsKey("")) errors.Invalid("parameters", "", "field can not be empty.");
        if (value.Parameters.Sum(static p => p.Key.Length + p.Value.Length) > MaximumParameterBytes) errors.TooLong("parameters", MaximumParameterBytes);
        if (value.ReclaimPolicy is { Length: > 0 }) Rules.NoneOrOneOf("reclaimPolicy", value.ReclaimPolicy, errors, PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Retain);
        if (value.VolumeBindingMode is null) errors.Required("volumeBindingMode");
        Rules.NoneOrOneOf("volumeBindingMode", value.VolumeBindingMode, errors, VolumeBindingMode.Immediate, VolumeBindingMode.WaitForFirstConsumer);
        for (var i = 0; i < value.AllowedTopologies.Count; i++)
        {
            using (errors.At("allowedTopologies", i)) Topology(value.AllowedTopologies[i], errors);
            for (var j = 0; j < i; j++)
                if (Structural.Equal(value.AllowedTopologies[i], value.AllowedTopologies[j])) errors.Duplicate($"allowedTopologies[{i}].matchLabelExpressions", "");
        }
    }

    private static void Topology(TopologySelectorTerm term, FieldErrors errors)
    {
        if (term.MatchLabelExpressions.Count == 0) errors.Required("matchLabelExpressions");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var j = 0; j < term.MatchLabelExpressions.Count; j++)
        {
            using var _ = errors.At("matchLabelExpressions", j);
            var requirement = term.MatchLabelExpressions[j];
            if (requirement.Values.Count == 0) errors.Required("values");
            for (var k = 0; k < requirement.Values.Count; k++)
                if (requirement.Values.Take(k).Contains(requirement.Values[k])) errors.Duplicate($"values[{k}]", requirement.Values[k]);
            errors.InvalidEach("key", requirement.Key, LabelRules.QualifiedName(requirement.Key));
            if (!keys.Add(requirement.Key)) errors.Duplicate("key", requirement.Key);
        }
    }

    protected override void ValidateUpdate(StorageClass value, StorageClass old, FieldErrors errors)
    {
        if (!Structural.Equal(value.Parameters, old.Parameters)) errors.Forbidden("parameters", "updates to parameters are forbidden.");
        if (value.Provisioner != old.Provisioner) errors.Forbidden("provisioner", "updates to provisioner are forbidden.");
        if (value.ReclaimPolicy != old.ReclaimPolicy) errors.Forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.");
        errors.Immutable("volumeBindingMode", value.VolumeBindingMode, old.VolumeBindingMode);
    }

    protected override IEnumerable<string> Warnings(StorageClass value, StorageClass? old) => NodeLabelWarnings.Of(value);
}
