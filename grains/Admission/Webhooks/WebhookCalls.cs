using Microsoft.Extensions.Logging;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model.Admission;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Grains;

/// <summary>Asks webhooks about writes.</summary>
public sealed partial class WebhookCalls(IWebhookClient client, ResourceRegistry registry, IUidSource ids, ObjectConversion conversion, WriteVariables variables, ILogger<WebhookCalls> log)
{
    /// <summary>
    /// The version in which a webhook sees a write, or null when it does not want to see it: the stored one, or where its rules name another
    /// of the same resource, that one.
    /// </summary>
    internal async ValueTask<ResourceDefinition?> SeenAsync(Webhook hook, AdmissionRequest request, KubeObject? value)
    {
        var operation = WebhookReviews.Operation(request.Operation);
        var seen = Versions(hook, request.Definition).FirstOrDefault(d => hook.Rules.Any(r => RuleMatching.Covers(r, operation, d, request.Subresource)));
        if (seen is null || !RuleMatching.InNamespace(hook.Namespaces, request, value) || !RuleMatching.Selects(hook.Objects, value, request.Old)) return null;
        return hook.Conditions.Count == 0 || await MeetsAsync(hook, request, seen, value) ? seen : null;
    }

    private async ValueTask<bool> MeetsAsync(Webhook hook, AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        try
        {
            return WriteVariables.Meet(hook.Conditions, await variables.OfAsync(request, seen, value));
        }
        catch (CelFailure failure)
        {
            return hook.Ignores ? false : throw Failures.Forbidden(request.Key.Resource, request.Key.Name, failure.Message);
        }
    }

    /// <summary>The answer of a webhook that admits the write; null when it could not be asked and that is ignored.</summary>
    /// <exception cref="StatusException">It refuses, or could not be asked.</exception>
    internal async Task<AdmissionResponse?> AskAsync(Webhook hook, AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        var uid = ids.NewUid();
        var shown = value is null ? null : await conversion.ToVersionAsync(seen, value);
        var old = request.Old is { } before ? await conversion.ToVersionAsync(seen, before) : null;
        AdmissionResponse response;
        try
        {
            var review = await client.CallAsync(hook.Client, WebhookReviews.Of(request with { Old = old }, seen, shown, hook.Reviews, uid), hook.Timeout);
            response = review.Response ?? throw new WebhookException("webhook response was absent");
        }
        catch (WebhookException failure)
        {
            return Unasked(hook, $"failed to call webhook: {failure.Message}");
        }

        if (response.Uid != uid) return Unasked(hook, $"received invalid webhook response: expected response.uid=\"{uid}\", got \"{response.Uid}\"");
        if (!response.Allowed) throw WebhookReviews.Denied(hook.Name, response.Status);
        foreach (var warning in response.Warnings) request.Warn(warning);
        return response;
    }

    private AdmissionResponse? Unasked(Webhook hook, string why)
    {
        if (!hook.Ignores) throw WebhookReviews.Failed(hook.Name, why);
        WriteIgnored(log, hook.Name, why);
        return null;
    }

    [LoggerMessage(40, LogLevel.Warning, "Failed calling webhook, failing open {Webhook}: {Why}")]
    private static partial void WriteIgnored(ILogger log, string webhook, string why);

    private IEnumerable<ResourceDefinition> Versions(Webhook hook, ResourceDefinition stored) =>
        hook.Exact ? [stored] : [stored, .. registry.All.Where(d => d.Resource == stored.Resource && d != stored)];
}
