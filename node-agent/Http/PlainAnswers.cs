
namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Answers in plain words, as kubelet's own handlers give them to people.</summary>
internal static class PlainAnswers
{
    public static Task AnswerAsync(this HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
