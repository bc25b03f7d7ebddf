using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Grains;

/// <summary>Finds the objects that parameterize a policy, by the rules of k8s.io/apiserver/pkg/admission/plugin/policy/generic.</summary>
internal sealed class PolicyParameters
{
    private static readonly (IReadOnlyList<object?>, string?) None = ([null], null);
    private readonly ObjectConversion _conversion;
    private readonly ResourceDefinition? _definition;

    private PolicyParameters(ParamKind? kind, ResourceRegistry registry, ObjectConversion conversion)
    {
        _conversion = conversion;
        if (kind is null || registry.TryFindKind(kind.ApiVersion, kind.Kind, out _definition)) return;
        var version = kind.ApiVersion.Contains('/') ? kind.ApiVersion : $"/{kind.ApiVersion}";
        Problem = $"failed to configure policy: failed to find resource referenced by paramKind: '{version}, Kind={kind.Kind}'";
    }

    /// <summary>Why the policy has no parameters at all, or null.</summary>
    public string? Problem { get; }

    public static PolicyParameters Of(ValidatingAdmissionPolicy policy, ResourceRegistry registry, ObjectConversion conversion) => new(policy.Spec.ParamKind, registry, conversion);

    /// <summary>The objects that a binding names, one null where it needs none; or why they are missing.</summary>
    public async ValueTask<(IReadOnlyList<object?> Found, string? Missing)> FindAsync(ParamRef? reference, AdmissionRequest request)
    {
        if (_definition is not { } definition || reference is null) return None;
        var space = reference.Namespace;
        if (!definition.Namespaced && space.Length > 0) return ([], "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        if (definition.Namespaced && space.Length == 0)
        {
            // A namespace is in itself.
            space = request.Key.Resource == Resources.Namespaces ? request.Key.Name : request.Key.Namespace;
            if (space.Length == 0) return ([], "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }

        var stored = reference.Name.Length > 0
            ? request.View.Find(definition.Key(space, reference.Name)) is { } one ? [one] : []
            : request.View.List(definition.StoredResource, definition.Namespaced ? space : null).Where(o => LabelQuery.From(reference.Selector).Matches(o.Header.Labels)).ToList();
        if (stored.Count == 0 && reference.ParameterNotFoundAction == ParameterNotFoundActionType.Deny) return ([], "no params found for policy binding with `Deny` parameterNotFoundAction");
        var found = new List<object?>();
        foreach (var item in stored) found.Add(CelJson.Of(definition.FromStored(await _conversion.ToVersionAsync(definition, item.Decode(definition.StoredType)))));
        return (found, null);
    }
}
