namespace Orleans.Kube.Controllers.Certificates;

/// <summary>The signers that the cluster itself is.</summary>
public static class SignerNames
{
    public const string ApiServerClient = "kubernetes.io/kube-apiserver-client";
    public const string NodeClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string NodeServing = "kubernetes.io/kubelet-serving";
    public const string Legacy = "kubernetes.io/legacy-unknown";
}
