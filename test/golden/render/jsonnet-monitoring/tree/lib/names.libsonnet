{ named(name):: 'k8s-' + name }
