using System.Globalization;
using System.Security.Cryptography;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.NodeAgent.StaticPods;

/// <summary>Pods that a file of the machine asks for, and the mirrors by which the API server shows them. Pure.</summary>
public static class StaticPod
{
    /// <summary>The annotation of a mirror: the hash of the static pod that it shows.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private const string SourceAnnotation = "kubernetes.io/config.source";
    private const string HashAnnotation = "kubernetes.io/config.hash";
    private const string SeenAnnotation = "kubernetes.io/config.seen";
    private const int NodeCritical = 2_000_001_000;
    private const int ClusterCritical = 2_000_000_000;

    private static readonly ResourceDefinition Definition = ResourceRegistry.BuiltIn[new GroupResource("", "pods")];

    /// <summary>The pod of a manifest, named and marked as kubelet does. Its uid changes with the file's content and place.</summary>
    /// <param name="manifest">YAML or JSON.</param>
    /// <param name="file">Where it stands.</param>
    /// <param name="node">The node that runs it.</param>
    /// <param name="seen">When the file was found.</param>
    /// <exception cref="StatusException">The manifest is no pod, or not a good one.</exception>
    public static Pod Read(byte[] manifest, string file, string node, DateTimeOffset seen)
    {
        var read = (Pod)BodyReader.Read(Definition, Yaml.ToJson(manifest, out _), FieldValidation.Ignore).Object;
        var hash = Hash(manifest, file, node);
        var pod = (Pod)Definition.Default(read with
        {
            Metadata = read.Metadata with
            {
                Name = $"{read.Metadata.Name}-{node}",
                Namespace = read.Metadata.Namespace.Length > 0 ? read.Metadata.Namespace : "default",
                Uid = hash,
                Annotations = new Dictionary<string, string>(read.Metadata.Annotations)
                {
                    [SourceAnnotation] = "file", [HashAnnotation] = hash, [SeenAnnotation] = seen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
                },
            },
            Spec = read.Spec with
            {
                NodeName = node,
                Tolerations = [.. read.Spec.Tolerations, new Toleration { Operator = "Exists", Effect = "NoExecute" }],
                Priority = read.Spec.PriorityClassName switch { "system-node-critical" => NodeCritical, "system-cluster-critical" => ClusterCritical, _ => read.Spec.Priority },
            },
        });
        var errors = ObjectValidation.OfCreate(Definition, pod);
        return errors.Count == 0 ? pod : throw Failures.Invalid("", "Pod", pod.Metadata.Name, errors);
    }

    /// <summary>Whether a pod comes from a file.</summary>
    public static bool Is(Pod pod) => pod.Metadata.Annotations.GetValueOrDefault(SourceAnnotation) == "file" && !IsMirror(pod);

    /// <summary>Whether a pod of the API server only shows a static one.</summary>
    public static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);

    /// <summary>A namespace and a name, by which a pod is shown.</summary>
    public static (string Namespace, string Name) Place(Pod pod) => (pod.Metadata.Namespace, pod.Metadata.Name);

    /// <summary>Which of these pods run: of several with one name only one, the one that does already, or else the first; the others wait until it has gone.</summary>
    /// <param name="pods">The pods of all files.</param>
    /// <param name="running">The uids of those that run.</param>
    public static List<Pod> Chosen(IEnumerable<Pod> pods, IReadOnlySet<string> running) =>
        [.. pods.OrderByDescending(p => running.Contains(p.Metadata.Uid)).DistinctBy(Place)];

    /// <summary>Whether a mirror shows this pod as it is, and stays.</summary>
    public static bool Shows(Pod mirror, Pod pod) => mirror.Metadata.DeletionTimestamp is null && mirror.Metadata.Annotations.GetValueOrDefault(MirrorAnnotation) == pod.Metadata.Uid;

    /// <summary>The mirror that shows a pod. It belongs to the node.</summary>
    public static Pod Mirror(Pod pod, Node node) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new ObjectMeta
        {
            Name = pod.Metadata.Name,
            Namespace = pod.Metadata.Namespace,
            Labels = pod.Metadata.Labels,
            Annotations = new Dictionary<string, string>(pod.Metadata.Annotations) { [MirrorAnnotation] = pod.Metadata.Uid },
            OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name, Uid = node.Metadata.Uid, Controller = true }],
        },
        Spec = pod.Spec,
    };

    private static string Hash(byte[] manifest, string file, string node)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{node}\n{file}\n"));
        hash.AppendData(manifest);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
