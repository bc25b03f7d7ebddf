using System.Text.Json;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>controllerrevisions: what a workload's template was; never changes but for its number.</summary>
public sealed class ControllerRevisionDefinition : ResourceDefinition<ControllerRevision>
{
    public override string Plural => "controllerrevisions";

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Controller", "string", "The workload whose state it keeps.", Controller),
        Column("Revision", "string", "Its number in the workload's history.", static r => r.Revision),
        TableColumn.Age,
    ];

    protected override void Validate(ControllerRevision value, FieldErrors errors)
    {
        if (value.Data is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }) errors.Required("data", "data is mandatory");
        else if (value.Data is not { ValueKind: JsonValueKind.Object }) errors.Required("data", "data must be a valid JSON object");
        errors.NonNegative("revision", value.Revision);
    }

    protected override void ValidateUpdate(ControllerRevision value, ControllerRevision old, FieldErrors errors) => errors.Immutable("data", value.Data, old.Data);

    private static string Controller(ControllerRevision revision)
    {
        var owner = revision.Metadata.OwnerReferences.FirstOrDefault(static o => o.Controller == true);
        if (owner is null) return Cells.None;
        var slash = owner.ApiVersion.IndexOf('/');
        var kind = owner.Kind.ToLowerInvariant();
        return slash < 0 ? $"{kind}/{owner.Name}" : $"{kind}.{owner.ApiVersion[..slash]}/{owner.Name}";
    }
}
