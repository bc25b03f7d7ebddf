using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers;

/// <summary>The resources that controllers read and write.</summary>
public static class Resources
{
    public static readonly GroupResource Pods = new("", "pods");
    public static readonly GroupResource Nodes = new("", "nodes");
    public static readonly GroupResource Namespaces = new("", "namespaces");
    public static readonly GroupResource Services = new("", "services");
    public static readonly GroupResource Endpoints = new("", "endpoints");
    public static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");
    public static readonly GroupResource ConfigMaps = new("", "configmaps");
    public static readonly GroupResource Secrets = new("", "secrets");
    public static readonly GroupResource CertificateSigningRequests = new("certificates.k8s.io", "certificatesigningrequests");
    public static readonly GroupResource CustomResourceDefinitions = new("apiextensions.k8s.io", "customresourcedefinitions");
    public static readonly GroupResource MutatingWebhookConfigurations = new("admissionregistration.k8s.io", "mutatingwebhookconfigurations");
    public static readonly GroupResource ValidatingWebhookConfigurations = new("admissionregistration.k8s.io", "validatingwebhookconfigurations");
    public static readonly GroupResource ValidatingAdmissionPolicies = new("admissionregistration.k8s.io", "validatingadmissionpolicies");
    public static readonly GroupResource ValidatingAdmissionPolicyBindings = new("admissionregistration.k8s.io", "validatingadmissionpolicybindings");
    public static readonly GroupResource Roles = new("rbac.authorization.k8s.io", "roles");
    public static readonly GroupResource ClusterRoles = new("rbac.authorization.k8s.io", "clusterroles");
    public static readonly GroupResource FlowSchemas = new("flowcontrol.apiserver.k8s.io", "flowschemas");
    public static readonly GroupResource PriorityLevelConfigurations = new("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations");
    public static readonly GroupResource APIServices = new("apiregistration.k8s.io", "apiservices");
    public static readonly GroupResource ServiceAccounts = new("", "serviceaccounts");
    public static readonly GroupResource Events = new("", "events");
    public static readonly GroupResource Leases = new("coordination.k8s.io", "leases");
    public static readonly GroupResource ResourceQuotas = new("", "resourcequotas");
    public static readonly GroupResource LimitRanges = new("", "limitranges");
    public static readonly GroupResource ReplicationControllers = new("", "replicationcontrollers");
    public static readonly GroupResource PersistentVolumes = new("", "persistentvolumes");
    public static readonly GroupResource PersistentVolumeClaims = new("", "persistentvolumeclaims");
    public static readonly GroupResource ReplicaSets = new("apps", "replicasets");
    public static readonly GroupResource Deployments = new("apps", "deployments");
    public static readonly GroupResource StatefulSets = new("apps", "statefulsets");
    public static readonly GroupResource DaemonSets = new("apps", "daemonsets");
    public static readonly GroupResource ControllerRevisions = new("apps", "controllerrevisions");
    public static readonly GroupResource Jobs = new("batch", "jobs");
    public static readonly GroupResource CronJobs = new("batch", "cronjobs");
    public static readonly GroupResource PodDisruptionBudgets = new("policy", "poddisruptionbudgets");
    public static readonly GroupResource PriorityClasses = new("scheduling.k8s.io", "priorityclasses");
    public static readonly GroupResource StorageClasses = new("storage.k8s.io", "storageclasses");
    public static readonly GroupResource CSINodes = new("storage.k8s.io", "csinodes");
    public static readonly GroupResource CSIDrivers = new("storage.k8s.io", "csidrivers");
    public static readonly GroupResource CSIStorageCapacities = new("storage.k8s.io", "csistoragecapacities");
    public static readonly GroupResource VolumeAttachments = new("storage.k8s.io", "volumeattachments");
    public static readonly GroupResource RuntimeClasses = new("node.k8s.io", "runtimeclasses");
    public static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");
    public static readonly GroupResource ServiceCIDRs = new("networking.k8s.io", "servicecidrs");
    public static readonly GroupResource IPAddresses = new("networking.k8s.io", "ipaddresses");
    public static readonly GroupResource NetworkPolicies = new("networking.k8s.io", "networkpolicies");
    public static readonly GroupResource IngressClasses = new("networking.k8s.io", "ingressclasses");
}
