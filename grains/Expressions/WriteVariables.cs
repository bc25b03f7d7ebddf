using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>What expressions about writes can speak of: object, oldObject, request, namespaceObject.</summary>
internal static class WriteVariables
{
    public static Dictionary<string, object?> Of(AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        var review = WebhookReviews.Of(request, seen, value, ["v1"], "").Request!;
        var whole = (Dictionary<string, object?>)CelValue.Of(review)!;
        var space = request.Key.Namespace.Length == 0 ? null : request.View.Find(new ObjectKey(Resources.Namespaces, "", request.Key.Namespace));
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["object"] = whole.GetValueOrDefault("object"),
            ["oldObject"] = whole.GetValueOrDefault("oldObject"),
            ["request"] = whole,
            ["namespaceObject"] = space is null ? null : CelValue.Of(space.Decode(typeof(Model.Core.Namespace))),
        };
        foreach (var name in (ReadOnlySpan<string>)["object", "oldObject", "uid"]) whole.Remove(name);
        return variables;
    }

    /// <summary>Whether all conditions hold.</summary>
    /// <exception cref="CelFailure">None fails, and one has no value.</exception>
    public static bool Meet(IReadOnlyList<MatchCondition> conditions, IDictionary<string, object?> variables)
    {
        CelFailure? failure = null;
        foreach (var condition in conditions)
        {
            try
            {
                if (!CelExpression.Of(condition.Expression).Holds(variables)) return false;
            }
            catch (CelFailure found)
            {
                failure ??= found;
            }
        }

        return failure is null ? true : throw failure;
    }
}
