using System.Text.Json;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>What expressions about writes can speak of: object, oldObject, request, namespaceObject, authorizer.</summary>
public sealed class WriteVariables(ObjectConversion conversion, IPermissions permissions)
{
    /// <summary>What the conditions of one policy or webhook may cost (k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudgetMatchConditions).</summary>
    private const long MostOfConditions = 2_500_000;

    /// <summary>The variables for a write.</summary>
    /// <param name="request">The write.</param>
    /// <param name="seen">The version in which it is seen.</param>
    /// <param name="value">The object after the write; null when it goes.</param>
    public async ValueTask<Dictionary<string, object?>> OfAsync(AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        var shown = value is null ? null : await conversion.ToVersionAsync(seen, value);
        var old = request.Old is null ? null : await conversion.ToVersionAsync(seen, request.Old);
        var review = WebhookReviews.Of(request with { Old = old }, seen, shown, ["v1"], "").Request!;
        var space = request.Key.Namespace.Length == 0 ? null : request.View.Find(new ObjectKey(Resources.Namespaces, "", request.Key.Namespace));
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["object"] = Json(review.Object),
            ["oldObject"] = Json(review.OldObject),
            ["request"] = CelJson.Of((object)(review with { Object = null, OldObject = null })),
            ["namespaceObject"] = space is null ? null : CelJson.Of(space.Decode(typeof(Model.Core.Namespace))),
            ["authorizer"] = Authorizer(request, seen),
        };
    }

    /// <summary>Whether all conditions hold.</summary>
    /// <exception cref="CelFailure">All that have a value hold, and some have none, or they cost too much.</exception>
    public static bool Meet(IReadOnlyList<MatchCondition> conditions, IReadOnlyDictionary<string, object?> variables)
    {
        var budget = new CelBudget(MostOfConditions);
        var (holds, failures) = (true, new List<string>());
        foreach (var condition in conditions)
        {
            try
            {
                holds &= CelExpression.Of(condition.Expression).Holds(variables, budget);
            }
            catch (CelFailure failure) when (!failure.EndsAll)
            {
                failures.Add(Told(condition.Expression, failure));
            }
        }

        if (!holds || failures.Count == 0) return holds;
        var told = failures.Distinct().ToList();
        throw new CelFailure(told.Count == 1 ? told[0] : $"[{string.Join(", ", told)}]");
    }

    /// <summary>What is told of an expression of a policy or webhook without a value.</summary>
    public static string Told(string expression, CelFailure failure) => $"expression '{expression}' resulted in error: {failure.Message}";

    private static object? Json(JsonElement? value) => value is { } json ? CelJson.Of(json) : null;

    private CelAuthorizer Authorizer(AdmissionRequest request, ResourceDefinition seen) => new(
        (asker, check, verb) =>
        {
            var (user, groups) = Who(request, asker);
            return new CelDecision(permissions.Allows(user, groups, verb, new GroupResource(check.Group, check.Resource), check.Subresource, check.Name, check.Namespace));
        },
        (asker, path, verb) =>
        {
            var (user, groups) = Who(request, asker);
            return new CelDecision(permissions.AllowsPath(user, groups, verb, path));
        },
        new ResourceCheck(null, seen.Group, seen.Plural) { Subresource = request.Subresource, Namespace = request.Key.Namespace, Name = request.Key.Name });

    private static (string User, IReadOnlyList<string> Groups) Who(AdmissionRequest request, CelAuthorizer asker) => asker.ServiceAccount is var (space, name)
        ? (ServiceAccountName.Of(space, name), [.. ServiceAccountName.Groups(space), "system:authenticated"])
        : (request.Context.User, request.Context.Groups);
}
