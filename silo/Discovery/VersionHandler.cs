using System.Runtime.InteropServices;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Versions;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>/version: the Kubernetes version whose API is served, and what serves it.</summary>
public sealed class VersionHandler : IPathHandler
{
    /// <summary>The version of the API that is served.</summary>
    public const string ApiVersion = "1.33";

    /// <summary>The version that clients compare theirs with.</summary>
    public const string GitVersion = "v1.33.0+orleans-kube";

    private static readonly ReadOnlyMemory<byte> Body = PrettyJson.Indent(JsonSerializer.SerializeToUtf8Bytes(new Info
    {
        Major = "1",
        Minor = "33",
        EmulationMajor = "1",
        EmulationMinor = "33",
        MinCompatibilityMajor = "1",
        MinCompatibilityMinor = "32",
        GitVersion = GitVersion,
        GitCommit = typeof(VersionHandler).Module.ModuleVersionId.ToString("N"),
        GitTreeState = "clean",
        BuildDate = Timestamp.Text(File.GetLastWriteTimeUtc(Environment.ProcessPath ?? "")),
        GoVersion = $"none (.NET {Environment.Version})",
        Compiler = "roslyn",
        Platform = $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{Architecture()}",
    }, KubeJson.Options));

    public IReadOnlyList<string> Roots { get; } = ["/version"];

    public ValueTask HandleAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "GET") throw Failures.MethodNotAllowed();
        return Answer.WriteAsync(request.Http, 200, Body, AcceptedForm.Json.ContentType);
    }

    private static string Architecture() => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    };
}
