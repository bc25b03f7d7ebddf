using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>ingressclasses: who serves ingresses.</summary>
public sealed class IngressClassDefinition : ResourceDefinition<IngressClass>
{
    private const int MaximumController = 250;

    public override string Plural => "ingressclasses";

    public override bool Namespaced => false;

    public override bool HasGeneration => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Controller", "string", "What serves the class.", static c => c.Spec.Controller),
        Column("Parameters", "string", "Where its settings are.", Parameters),
        TableColumn.Age,
    ];

    protected override IngressClass Default(IngressClass value) =>
        value.Spec.Parameters is { Scope: null } parameters ? value with { Spec = value.Spec with { Parameters = parameters with { Scope = "Cluster" } } } : value;

    protected override void Validate(IngressClass value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        if (value.Spec.Controller.Length > MaximumController) errors.TooLong("controller", MaximumController);
        Rules.DomainPrefixedPath("controller", value.Spec.Controller, errors);
        if (value.Spec.Parameters is not { } parameters) return;
        using var __ = errors.At("parameters");
        if (parameters.ApiGroup is not null) errors.InvalidEach("apiGroup", parameters.ApiGroup, Names.DnsSubdomain(parameters.ApiGroup));
        if (parameters.Kind.Length == 0) errors.Required("kind", "kind is required");
        else errors.InvalidEach("kind", parameters.Kind, Names.PathSegment(parameters.Kind));
        if (parameters.Name.Length == 0) errors.Required("name", "name is required");
        else errors.InvalidEach("name", parameters.Name, Names.PathSegment(parameters.Name));
        if (!string.IsNullOrEmpty(parameters.Namespace)) errors.InvalidEach("namespace", parameters.Namespace, Names.DnsLabel(parameters.Namespace));
        Rules.NoneOrOneOf("scope", parameters.Scope, errors, "Cluster", "Namespace");
        if (parameters.Scope == "Namespace" && string.IsNullOrEmpty(parameters.Namespace)) errors.Required("namespace", "`parameters.scope` is set to 'Namespace'");
        if (parameters.Scope == "Cluster" && parameters.Namespace is not null) errors.Forbidden("namespace", "`parameters.scope` is set to 'Cluster'");
    }

    protected override void ValidateUpdate(IngressClass value, IngressClass old, FieldErrors errors) =>
        errors.Immutable("spec.controller", value.Spec.Controller, old.Spec.Controller);

    private static string Parameters(IngressClass value)
    {
        if (value.Spec.Parameters is not { } parameters) return Cells.None;
        return parameters.ApiGroup is { Length: > 0 } group ? $"{parameters.Kind}.{group}/{parameters.Name}" : $"{parameters.Kind}/{parameters.Name}";
    }
}
