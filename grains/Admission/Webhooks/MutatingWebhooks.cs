using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Admission;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Lets the webhooks of MutatingWebhookConfigurations change or refuse writes, one after the other in the order of their names.</summary>
public sealed class MutatingWebhooks(WebhookCalls calls, ObjectConversion conversion) : IAdmissionPlugin
{
    public int Order => 900;

    public bool Handles(AdmissionRequest request) => request.View.Count(Resources.MutatingWebhookConfigurations) > 0 && !RuleMatching.IsExempt(request.Key.Resource);

    public async ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var hooks = All(request.View).ToList();
        var last = new Dictionary<Webhook, KubeObject>();
        foreach (var hook in hooks) value = await AskAsync(hook);
        foreach (var hook in hooks)
            if (hook.Again && last.TryGetValue(hook, out var after) && !Structural.Equal(after, value)) value = await AskAsync(hook);
        return value;

        async ValueTask<KubeObject> AskAsync(Webhook hook)
        {
            var shown = request.Shown(value);
            if (await calls.SeenAsync(hook, request, shown) is not { } seen) return value;
            if (await calls.AskAsync(hook, request, seen, shown) is not { } response) return value;
            return last[hook] = shown is null || response.Patch is not { Length: > 0 } patch ? value : await PatchedAsync(hook, seen, value, patch, response, request.Definition);
        }
    }

    private static IEnumerable<Webhook> All(IClusterView view) => view.List(Resources.MutatingWebhookConfigurations)
        .SelectMany(static c => c.As<MutatingWebhookConfiguration>().Webhooks).Select(Webhook.Of);

    private async ValueTask<KubeObject> PatchedAsync(Webhook hook, ResourceDefinition seen, KubeObject value, byte[] patch, AdmissionResponse response, ResourceDefinition stored)
    {
        if (response.PatchType is not (null or PatchType.JSONPatch)) throw WebhookReviews.Failed(hook.Name, $"unsupported patch type \"{response.PatchType}\"");
        try
        {
            var json = Model.Patch.ObjectPatch.Apply(null, ObjectJson.Write(seen.FromStored(await conversion.ToVersionAsync(seen, value))), PatchKind.Json, patch);
            var wanted = seen.Default(BodyReader.ReadPatched(seen, json, FieldValidation.Ignore).Object);
            var patched = await conversion.ToVersionAsync(stored, seen.ToStored(wanted));
            return patched with { Metadata = patched.Metadata with { ResourceVersion = value.Metadata.ResourceVersion } };
        }
        catch (StatusException failure)
        {
            throw WebhookReviews.Failed(hook.Name, failure.Message);
        }
    }
}
