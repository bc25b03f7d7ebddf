using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>podtemplates: a template kept by itself.</summary>
public sealed class PodTemplateDefinition : ResourceDefinition<PodTemplate>
{
    public override string Plural => "podtemplates";

    public override bool HasGeneration => true;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Containers", "string", "Its containers.", static t => Cells.ContainerNames(t.Template.Spec)),
        Column("Images", "string", "Their images.", static t => Cells.Images(t.Template.Spec)),
        Column("Pod Labels", "string", "The labels of its pods.", static t => Cells.Labels(t.Template.Metadata.Labels)),
    ];

    protected override PodTemplate Default(PodTemplate value) =>
        PodDefaults.Default(value.Template) is var template && ReferenceEquals(template, value.Template) ? value : value with { Template = template };

    protected override void Validate(PodTemplate value, FieldErrors errors) => PodTemplateValidation.Validate(value.Template, errors);

    protected override IEnumerable<string> Warnings(PodTemplate value, PodTemplate? old) => PodWarnings.OfTemplate(value.Template, old?.Template, "template");
}
