using System.Globalization;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>kubelet's <c>/checkpoint</c> over a runtime that writes none, as Docker does not: all that may be wrong with the request is told before that.</summary>
internal sealed class CheckpointHandler(ContainerLookup containers)
{
    public async Task HandleAsync(HttpContext context)
    {
        var name = ContainerLookup.Value(context, "container");
        if (containers.Find(context) is not { } pod) await context.AnswerAsync(StatusCodes.Status404NotFound, "pod does not exist");
        else if (PodContainers.Find(pod.Spec, name) is null) await context.AnswerAsync(StatusCodes.Status404NotFound, $"container {name} does not exist");
        else if (context.Request.Query["timeout"] is [.., var timeout] && !long.TryParse(timeout, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            await context.AnswerAsync(StatusCodes.Status404NotFound, "cannot parse value of timeout parameter");
        else
        {
            var why = await containers.NewestAsync(context, pod) is null ? $"container {name} not found" : "rpc error: code = Unimplemented desc = method CheckpointContainer not implemented";
            await context.AnswerAsync(StatusCodes.Status500InternalServerError, $"checkpointing of {pod.Metadata.Namespace}/{pod.Metadata.Name}/{name} failed ({why})");
        }
    }
}
