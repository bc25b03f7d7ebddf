using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Requests;

/// <summary>Which objects of a resource a list, watch or deletion of a collection is about.</summary>
public sealed class ObjectSelection
{
    private readonly ResourceDefinition _definition;
    private readonly LabelQuery _labels;
    private readonly FieldQuery _fields;
    private readonly IReadOnlyDictionary<string, Func<KubeObject, string>> _selectable;
    private readonly bool _readsContent;

    private ObjectSelection(ResourceDefinition definition, LabelQuery labels, FieldQuery fields)
    {
        (_definition, _labels, _fields, _selectable) = (definition, labels, fields, definition.SelectableFields);
        foreach (var requirement in fields.Requirements)
            _readsContent |= requirement.Field is not ("metadata.name" or "metadata.namespace");
    }

    /// <summary>Whether every object is selected.</summary>
    public bool SelectsAll => _labels.IsEverything && _fields.IsEverything && Name is null;

    /// <summary>The one name that can be selected, or null when there may be several.</summary>
    public string? Name { get; private init; }

    /// <exception cref="StatusException">400: a selector names a field that cannot be selected by, or another name than the path.</exception>
    public static ObjectSelection Of(ApiRequest request, ListParameters parameters)
    {
        var (definition, fields) = (request.Definition, parameters.Fields);
        foreach (var requirement in fields.Requirements)
            if (!IsSupported(definition, requirement.Field)) throw Failures.BadRequest(Unsupported(definition, requirement.Field));
        var name = request.Info.IsNamed ? request.Info.Name : fields.SingleName;
        if (request.Info.IsNamed && !fields.IsEverything && fields.SingleName != name) throw Failures.BadRequest("fieldSelector metadata.name doesn't match requested name");
        return new ObjectSelection(definition, parameters.Labels, fields) { Name = name };
    }

    /// <summary>Whether objects must be converted to the version that is asked for before it is known which are selected: other versions may not have the fields.</summary>
    public bool ReadsVersion => _readsContent && !_definition.ServesStoredBytes;

    public bool Selects(ApiObject value) => SelectsHeader(value) && (_fields.IsEverything || MatchesFields(value));

    /// <summary>Whether an object is selected by what all versions have in common.</summary>
    public bool SelectsHeader(ApiObject value) =>
        (Name is null || value.Key.Name == Name) && (_labels.IsEverything || _labels.Matches(value.Header.Labels));

    private static string Unsupported(ResourceDefinition definition, string field) => definition is CustomObjectDefinition || definition.SelectableFields.Count > 0
        ? definition.ObjectType == typeof(Model.Batch.Job) ? $"field label \"{field}\" not supported for Job" : $"field label not supported: {field}"
        : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

    private static bool IsSupported(ResourceDefinition definition, string field) => field switch
    {
        "metadata.name" => true,
        "metadata.namespace" => definition.Namespaced || (definition is not CustomObjectDefinition && definition.SelectableFields.Count == 0),
        _ => definition.SelectableFields.ContainsKey(field),
    };

    private bool MatchesFields(ApiObject value) => _fields.Matches((Selection: this, Value: value), static (source, field) => field switch
    {
        "metadata.name" => source.Value.Key.Name,
        "metadata.namespace" => source.Value.Key.Namespace,
        _ => source.Selection.Read(field, source.Value),
    });

    private string Read(string field, ApiObject value) => _definition.ServesStoredBytes
        ? value.Text(field, _definition.StoredType, _selectable[field])
        : _selectable[field](Representation.Content(_definition, value));
}
